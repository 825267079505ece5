package org.predictbench.bench.fork;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.own.OwnClient;

/** The system properties by which the harness speaks to its forks; read and written here alone. */
public final class ForkProperties {
  private static final String WORKLOAD = "predictbench.fork.workload";
  private static final String REPORT = "predictbench.fork.report";
  private static final String SLICES = "predictbench.fork.slices";
  private static final String STUB_MODEL = "predictbench.fork.stubModel";
  private static final String STUB_WARMUP = "predictbench.fork.stubWarmupMillis";

  private static final String VALUES = "predictbench.fork.values";
  private static final String SLOWDOWN = "predictbench.fork.slowdown";
  private static final String CALL_PARTS = "predictbench.fork.callParts";
  private static final String PINS = "predictbench.fork.pins";

  private static final String OWN_CLASS_PATH = "predictbench.fork.ownClassPath";
  private static final String OWN_CLIENT = "predictbench.fork.ownClient.";

  private ForkProperties() {}

  /**
   * What every fork is given.
   *
   * @param workload the folder of its {@link org.predictbench.bench.plan.CallPlan}
   */
  public static List<String> jvmArguments(Path workload, Path report, Path slices) {
    return List.of(
        "-D" + WORKLOAD + "=" + workload,
        "-D" + REPORT + "=" + report,
        "-D" + SLICES + "=" + slices);
  }

  /** The folder of what is called and sent; empty under plain JMH. */
  static Optional<Path> workload() {
    return Optional.ofNullable(System.getProperty(WORKLOAD)).map(Path::of);
  }

  public static List<String> coldStartArguments(Path workload, Path report) {
    return List.of("-D" + WORKLOAD + "=" + workload, "-D" + REPORT + "=" + report);
  }

  /**
   * A suite without a stub-model warm-up has none in its forks: what holds where nobody says is for
   * plain JMH.
   */
  public static List<String> stubWarmupArguments(Optional<String> stubModel, Duration stubWarmup) {
    List<String> arguments = new ArrayList<>();
    arguments.add("-D" + STUB_WARMUP + "=" + stubWarmup.toMillis());
    if (!stubWarmup.isZero()) {
      stubModel.ifPresent(servable -> arguments.add("-D" + STUB_MODEL + "=" + servable));
    }
    return arguments;
  }

  /** The servable that the stub-model warm-up calls. */
  static Optional<String> stubModel() {
    return Optional.ofNullable(System.getProperty(STUB_MODEL));
  }

  /** How long the stub-model warm-up lasts, or {@code otherwise} if it is not set. */
  static Duration stubWarmup(Duration otherwise) {
    return Duration.ofMillis(Long.getLong(STUB_WARMUP, otherwise.toMillis()));
  }

  /**
   * What a cell asks for that is no choice of a client.
   *
   * @param values floats in place of the image; 0 for the image
   * @param slowdown share by which each call is slowed on purpose: 0.05 is 5 %
   * @param callParts whether client and server stamp each call, so that its parts are measured
   */
  public static List<String> cellArguments(int values, double slowdown, boolean callParts) {
    return List.of(
        "-D" + VALUES + "=" + values,
        "-D" + SLOWDOWN + "=" + slowdown,
        "-D" + CALL_PARTS + "=" + callParts);
  }

  /** What a fork with virtual threads is given: it counts those that hold their carriers. */
  public static List<String> pinsArguments() {
    return List.of("-D" + PINS + "=true");
  }

  static boolean countsPins() {
    return Boolean.getBoolean(PINS);
  }

  /** The user's client that a cell's client names, to be loaded from that class path. */
  public static List<String> ownClientArguments(ClassPath path, Map<String, String> client) {
    List<String> arguments = new ArrayList<>();
    if (!path.isEmpty()) {
      arguments.add("-D" + OWN_CLASS_PATH + "=" + path.text());
    }
    client.forEach((key, value) -> arguments.add("-D" + OWN_CLIENT + key + "=" + value));
    return arguments;
  }

  /** The user's client to be measured; empty under plain JMH. */
  public static Optional<OwnClient> ownClient() {
    Map<String, String> client = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(OWN_CLIENT)) {
        client.put(name.substring(OWN_CLIENT.length()), System.getProperty(name));
      }
    }
    if (client.isEmpty()) {
      return Optional.empty();
    }
    String path = System.getProperty(OWN_CLASS_PATH, "");
    return Optional.of(
        OwnClient.of(client, path.isEmpty() ? ClassPath.EMPTY : ClassPath.parse(path)));
  }

  static int values() {
    return Integer.getInteger(VALUES, 0);
  }

  static double slowdown() {
    return Double.parseDouble(System.getProperty(SLOWDOWN, "0"));
  }

  static boolean hasCallParts() {
    return Boolean.getBoolean(CALL_PARTS);
  }

  /** The socket on which the fork is given its time slices. */
  static Optional<Path> slices() {
    return Optional.ofNullable(System.getProperty(SLICES)).map(Path::of);
  }

  static Optional<Path> report() {
    return Optional.ofNullable(System.getProperty(REPORT)).map(Path::of);
  }
}
