package org.predictbench.bench.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/** The machine and the JVM that a run was made on; what cannot be read says {@code unavailable}. */
final class Environment {
  private static final String UNAVAILABLE = "unavailable";

  private final ObjectMapper json;

  Environment(ObjectMapper json) {
    this.json = json;
  }

  /** Describes this process's side, and adds what is known of each server config. */
  ObjectNode describe(Map<String, Map<String, Object>> servers) {
    ObjectNode root = json.createObjectNode();
    ObjectNode machine = root.putObject("machine");
    machine.put("cpu", firstLine("/proc/cpuinfo", line -> line.startsWith("model name")));
    machine.put("isa", firstLine("/proc/cpuinfo", line -> line.startsWith("flags")));
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("memory", firstLine("/proc/meminfo", line -> line.startsWith("MemTotal")));
    machine.put("swap", firstLine("/proc/meminfo", line -> line.startsWith("SwapTotal")));
    machine.put("kernel", firstLine("/proc/version", line -> true));
    machine.put("load", firstLine("/proc/loadavg", line -> true));
    machine.put("cgroup_cpu_max", firstLine("/sys/fs/cgroup/cpu.max", line -> true));
    machine.put(
        "governor",
        firstLine("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", line -> true));
    ObjectNode client = root.putObject("client");
    var runtime = ManagementFactory.getRuntimeMXBean();
    client.put("jvm", runtime.getVmName() + " " + runtime.getVmVersion());
    client.put("vendor", runtime.getVmVendor());
    client.set("jvm_flags", json.valueToTree(runtime.getInputArguments()));
    client.put("grpc", version("io.grpc.ManagedChannel"));
    client.put("netty", version("io.netty.channel.Channel"));
    root.set("servers", json.valueToTree(servers));
    return root;
  }

  private static String firstLine(String file, Predicate<String> wanted) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(wanted)
          .map(line -> line.replaceFirst("^[\\w ()]+\\s*:\\s+", "").strip())
          .findFirst()
          .orElse(UNAVAILABLE);
    } catch (IOException e) {
      return UNAVAILABLE;
    }
  }

  // From Maven's own properties, which survive shading; manifests do not.
  private static String version(String className) {
    String artifact =
        className.startsWith("io.grpc") ? "io.grpc/grpc-netty" : "io.netty/netty-transport";
    try (var in =
        Environment.class.getResourceAsStream("/META-INF/maven/" + artifact + "/pom.properties")) {
      if (in == null) {
        return UNAVAILABLE;
      }
      var properties = new java.util.Properties();
      properties.load(in);
      return properties.getProperty("version", UNAVAILABLE);
    } catch (IOException e) {
      return UNAVAILABLE;
    }
  }
}
