package org.predictbench.bench.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machine and the JVM that a run was made on; what cannot be read says {@code unavailable}. */
final class Environment {
  static final String UNAVAILABLE = "unavailable";
  private static final List<String> LIBRARIES =
      List.of("grpc", "netty", "protobuf", "jmh", "opencv");

  private static final Set<String> TELLING =
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
  private final Path root;

  /**
   * @param root of the file system that tells of the machine
   */
  Environment(ObjectMapper json, Path root) {
    this.json = json;
    this.root = root;
  }

  /** Describes this process's side, and adds what is known of each server config. */
  ObjectNode describe(Map<String, Map<String, Object>> servers) {
    ObjectNode description = json.createObjectNode();
    machine(description.putObject("machine"));
    client(description.putObject("client"));
    description.set("servers", json.valueToTree(servers));
    return description;
  }

  private void machine(ObjectNode machine) {
    machine.put("cpu", line("proc/cpuinfo", line -> line.startsWith("model name")));
    machine.put("isa", line("proc/cpuinfo", line -> line.startsWith("flags")));
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("memory", line("proc/meminfo", line -> line.startsWith("MemTotal")));
    machine.put("memory_available", line("proc/meminfo", line -> line.startsWith("MemAvailable")));
    machine.put("swap", line("proc/meminfo", line -> line.startsWith("SwapTotal")));
    machine.put("kernel", line("proc/version", line -> true));
    machine.put("kernel_parameters", kernelParameters());
    machine.put("load", line("proc/loadavg", line -> true));
    machine.put("cgroup_cpu_max", cgroup("cpu.max"));
    machine.put("cgroup_memory_max", cgroup("memory.max"));
    machine.put(
        "governor", line("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", line -> true));
  }

  private void client(ObjectNode client) {
    var runtime = ManagementFactory.getRuntimeMXBean();
    client.put("jvm", runtime.getVmName() + " " + runtime.getVmVersion());
    client.put("vendor", runtime.getVmVendor());
    client.set("jvm_flags", json.valueToTree(runtime.getInputArguments()));
    Properties versions = versions();
    for (String library : LIBRARIES) {
      client.put(library, versions.getProperty(library, UNAVAILABLE));
    }
    client.put("commit", SourceCommit.ofThisBuild().orElse(UNAVAILABLE));
  }

  /**
   * A limit on our own control group (version 2), or the nearest one above it that has the file.
   */
  private String cgroup(String limit) {
    String own = line("proc/self/cgroup", line -> line.startsWith("0::/"));
    Path top = root.resolve("sys/fs/cgroup");
    Path group = own.equals(UNAVAILABLE) ? top : top.resolve(own.substring("0::/".length()));
    for (Path at = group.normalize(); at != null && at.startsWith(top); at = at.getParent()) {
      Optional<String> value = first(at.resolve(limit), line -> true);
      if (value.isPresent()) {
        return value.get();
      }
    }
    return UNAVAILABLE;
  }

  /**
   * Those that bear on speed: the others tell of the host's set-up, which is not for publishing.
   */
  private String kernelParameters() {
    String all = line("proc/cmdline", line -> true);
    if (all.equals(UNAVAILABLE)) {
      return UNAVAILABLE;
    }
    // What follows "--" is for init.
    return Stream.of(all.split(" -- ", 2)[0].split("\\s+"))
        .filter(parameter -> TELLING.contains(parameter.split("=", 2)[0]))
        .collect(Collectors.joining(" "));
  }

  private String line(String file, Predicate<String> wanted) {
    return first(root.resolve(file), wanted)
        .map(line -> line.replaceFirst("^[\\w ()]+\\s*:\\s+", "").strip())
        .orElse(UNAVAILABLE);
  }

  private static Optional<String> first(Path file, Predicate<String> wanted) {
    try {
      return Files.readAllLines(file).stream().filter(wanted).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Properties versions() {
    Properties versions = new Properties();
    try (InputStream in = Environment.class.getResourceAsStream("versions.properties")) {
      if (in != null) {
        versions.load(in);
      }
    } catch (IOException e) {
      // Then all of them are unavailable, which is said.
    }
    return versions;
  }
}
