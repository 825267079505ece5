package org.predictbench.bench.host;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.files.Sha256;

/** The machine and the JVM that a run was made on; what cannot be read says {@code unavailable}. */
public final class Environment {
  public static final String UNAVAILABLE = HostFiles.UNAVAILABLE;
  private static final List<String> LIBRARIES =
      List.of("grpc", "netty", "protobuf", "jmh", "opencv", "jackson", "picocli");

  private static final Set<String> BEARING_ON_SPEED =
      Set.of(
          "amd_pstate",
          "cpuidle.off",
          "default_hugepagesz",
          "hugepages",
          "hugepagesz",
          "idle",
          "intel_idle.max_cstate",
          "intel_pstate",
          "isolcpus",
          "maxcpus",
          "mitigations",
          "nohz_full",
          "nosmt",
          "numa_balancing",
          "preempt",
          "processor.max_cstate",
          "rcu_nocbs",
          "transparent_hugepage",
          "tsc");

  private final ObjectMapper json;
  private final HostFiles host;

  /**
   * @param root of the file system that describes the machine
   */
  public Environment(ObjectMapper json, Path root) {
    this.json = json;
    this.host = new HostFiles(root);
  }

  /** Describes this machine and this JVM, and adds what is known of each server config. */
  public static ObjectNode ofThisMachine(Map<String, Map<String, Object>> servers) {
    return new Environment(Json.mapper(), Path.of("/")).describe(servers);
  }

  /** Describes this process's side, and adds what is known of each server config. */
  public ObjectNode describe(Map<String, Map<String, Object>> servers) {
    ObjectNode description = json.createObjectNode();
    machine(description.putObject("machine"));
    client(description.putObject("client"));
    description.set("servers", json.valueToTree(servers));
    return description;
  }

  private void machine(ObjectNode machine) {
    machine.put("cpu", host.line("proc/cpuinfo", line -> line.startsWith("model name")));
    machine.put("isa", host.line("proc/cpuinfo", line -> line.startsWith("flags")));
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("memory", host.line("proc/meminfo", line -> line.startsWith("MemTotal")));
    machine.put(
        "memory_available", host.line("proc/meminfo", line -> line.startsWith("MemAvailable")));
    machine.put("swap", host.line("proc/meminfo", line -> line.startsWith("SwapTotal")));
    machine.put("kernel", host.line("proc/version", line -> true));
    machine.put("kernel_parameters", kernelParameters());
    machine.put("load", host.line("proc/loadavg", line -> true));
    machine.put("cgroup_cpu_max", host.cgroup("cpu.max"));
    machine.put("cgroup_memory_max", host.cgroup("memory.max"));
    machine.put("turbo", host.turbo());
    machine.put(
        "transparent_hugepages",
        host.line("sys/kernel/mm/transparent_hugepage/enabled", l -> true));
    machine.put("smt", host.line("sys/devices/system/cpu/smt/control", line -> true));
    machine.put(
        "clock_source",
        host.line("sys/devices/system/clocksource/clocksource0/current_clocksource", line -> true));
    machine.put(
        "governor",
        host.line("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", line -> true));
  }

  private void client(ObjectNode client) {
    var runtime = ManagementFactory.getRuntimeMXBean();
    client.put("jvm", runtime.getVmName() + " " + runtime.getVmVersion());
    client.put("vendor", runtime.getVmVendor());
    client.put(
        "garbage_collectors",
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(collector -> collector.getName())
            .collect(Collectors.joining(", ")));
    client.set("jvm_flags", json.valueToTree(runtime.getInputArguments()));
    Properties versions = versions();
    for (String library : LIBRARIES) {
      client.put(library, versions.getProperty(library, UNAVAILABLE));
    }
    client.put("commit", SourceCommit.ofThisBuild().orElse(UNAVAILABLE));
    // Two builds of changed sources have one commit.
    client.put("program_sha256", programHash());
  }

  /**
   * Those that bear on speed: the others describe the host's set-up, which is not for publishing.
   */
  private String kernelParameters() {
    String all = host.line("proc/cmdline", line -> true);
    if (all.equals(UNAVAILABLE)) {
      return UNAVAILABLE;
    }
    // What follows "--" is for init.
    return Stream.of(all.split(" -- ", 2)[0].split("\\s+"))
        .filter(parameter -> BEARING_ON_SPEED.contains(parameter.split("=", 2)[0]))
        .collect(Collectors.joining(" "));
  }

  /** Of the jar that this program runs from. */
  private static String programHash() {
    try {
      var source = Environment.class.getProtectionDomain().getCodeSource();
      Path program = source == null ? null : Path.of(source.getLocation().toURI());
      return program == null || !Files.isRegularFile(program) ? UNAVAILABLE : Sha256.of(program);
    } catch (IOException | URISyntaxException e) {
      return UNAVAILABLE;
    }
  }

  private static Properties versions() {
    Properties versions = new Properties();
    try (InputStream in = Environment.class.getResourceAsStream("versions.properties")) {
      if (in != null) {
        versions.load(in);
      }
    } catch (IOException e) {
      // Then all of them are recorded as unavailable.
    }
    return versions;
  }
}
