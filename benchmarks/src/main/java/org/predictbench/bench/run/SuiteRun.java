package org.predictbench.bench.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.report.Table;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Json;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.Suite;
import picocli.CommandLine;

/** One {@code run} from request to report: checks everything first, then measures. */
public final class SuiteRun {
  private static final String PEAK = "peak_rss_bytes";

  private final RunDirectory directory;
  private final ServerSource servers;
  private final Path scratch;
  private final HostCheck host;
  private final PrintStream out;
  private final ObjectMapper json = Json.mapper();
  private final Clock clock = Clock.systemUTC();
  private final Map<String, Map<String, Object>> serverFacts = new TreeMap<>();

  private SuiteRun(
      RunDirectory directory, ServerSource servers, Path scratch, HostCheck host, PrintStream out) {
    this.host = host;
    this.directory = directory;
    this.servers = servers;
    this.scratch = scratch;
    this.out = out;
  }

  /**
   * Checks all that can be checked before the first measurement and makes the run directory.
   *
   * @throws IllegalArgumentException with one line that says what is wrong and what would be right
   * @throws IllegalStateException if the request is strict and the host unfit, or JMH runs already
   * @throws IOException if no temporary folder can be made
   */
  public static SuiteRun of(RunRequest request, PrintStream out) throws IOException {
    HarnessLock.requireFree();
    if (request.strict()) {
      HostCheck.ofThisHost().requireFit();
    }
    // Before the preparations, which may write a model.
    String load = HostCheck.load(Path.of("/"));
    Preparation prepared = Preparation.of(request, out);
    // Takes a second, which nobody should wait for who has mistyped a name.
    HostCheck host = HostCheck.ofThisHost(load);
    host.warnings().forEach(warning -> out.printf("warning: %s%n", warning));
    return new SuiteRun(prepared.directory(), prepared.servers(), prepared.scratch(), host, out);
  }

  /**
   * Measures what is missing, then writes tables and plots.
   *
   * @return whether the run is VALID
   * @throws IOException if results cannot be written
   */
  public boolean execute() throws IOException {
    try {
      HarnessLock lock = HarnessLock.take();
      try {
        return measureAndReport();
      } finally {
        lock.close();
      }
    } finally {
      Scratch.delete(scratch);
    }
  }

  private boolean measureAndReport() throws IOException {
    Suite suite = directory.suite();
    int missing = suite.forks() - directory.finished().size();
    Interruption interruption = new Interruption(directory, scratch, out);
    try {
      announce(suite, missing);
      writeEnvironment();
      Path features = scratch.resolve(Preparation.FEATURES);
      JmhCellRun jmh = new JmhCellRun(json, features, scratch, clock);
      SessionRun session = new SessionRun(features, clock);
      ColdStartRun cold = new ColdStartRun(json, features, scratch, clock);
      Progress progress = new Progress(out, suite, missing, CommandLine.Help.Ansi.AUTO.enabled());
      new SuiteRunner(
              directory,
              this::start,
              kind ->
                  switch (kind) {
                    case PREDICT, ANATOMY, RAW_SOCKET, WIRE, ENCODE, DECODE, IMAGE -> jmh;
                    case SESSION_RUN -> session;
                    case COLD_START, COLD_START_CDS -> cold;
                  },
              clock)
          .run(progress);
      progress.end();
      // Any later, and it would write the report a second time.
      interruption.close();
      Reporter.Report report = Reporter.rebuild(directory.path());
      out.printf(
          "%n%s%nrun directory: %s%n",
          Table.of(report.summary()).terminal() + report.verdict().line(), directory.path());
      return report.verdict().valid();
    } finally {
      interruption.close();
    }
  }

  private ServerUnderTest start(String config) {
    ServerUnderTest server = servers.start(config);
    try {
      recordFacts(config, server);
      return new ObservedServer(server, () -> recordFacts(config, server));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  // Servers start side by side.
  private synchronized void recordFacts(String config, ServerUnderTest server) {
    Map<String, Object> facts = new LinkedHashMap<>(server.facts());
    Object before = serverFacts.getOrDefault(config, Map.of()).get(PEAK);
    facts.put(PEAK, highest(before, server.peakRssBytes()));
    serverFacts.put(config, facts);
    try {
      writeEnvironment();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeEnvironment() throws IOException {
    ObjectNode environment = new Environment(json, Path.of("/")).describe(serverFacts);
    environment.set("host_check", json.valueToTree(host));
    directory.writeEnvironment(environment);
  }

  private static Object highest(Object before, Long now) {
    if (now == null) {
      return before == null ? Environment.UNAVAILABLE : before;
    }
    return before instanceof Long known ? Math.max(known, now) : now;
  }

  private void announce(Suite suite, int missing) throws IOException {
    out.printf("%s: %s%n", suite.name(), suite.question());
    out.printf(
        "plan: %d cells x %d rounds%s, %d forks to run, about %s; seed %d%n",
        suite.cells().size(),
        suite.protocol().rounds(),
        suite.protocol().until().isPresent() ? " or more" : "",
        missing,
        expected(suite, missing),
        directory.seed());
    out.printf("run directory: %s%n%n", directory.path());
  }

  // A fork also starts a JVM, and once a round each server starts: about 3 s a fork together.
  private static String expected(Suite suite, int forks) {
    Duration round = Duration.ZERO;
    for (Cell cell : suite.cells()) {
      int turns = suite.warmupTurns() + suite.measuredTurns(cell);
      round =
          round
              .plus(suite.protocol().turn().multipliedBy(turns))
              .plus(suite.protocol().rehearsal())
              .plusSeconds(3);
    }
    long seconds = round.multipliedBy(forks).dividedBy(suite.cells().size()).toSeconds();
    return "%d:%02d min".formatted(seconds / 60, seconds % 60);
  }

  /** Six hex digits that tell runs of a day apart. */
  static String newId(Random random) {
    return HexFormat.of().toHexDigits(random.nextInt()).substring(0, 6);
  }
}
