package org.predictbench.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The instruction sets a CPU offers, by the names Linux gives them ({@code sse4_1}, {@code avx2}).
 * Immutable.
 */
public record CpuFlags(Set<String> names) {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  public CpuFlags {
    names = Set.copyOf(names);
  }

  /** Those of this machine; none where {@code /proc/cpuinfo} cannot be read, as off Linux. */
  public static CpuFlags ofThisMachine() {
    try {
      return parse(Files.readString(CPUINFO));
    } catch (IOException e) {
      return new CpuFlags(Set.of());
    }
  }

  /** Reads the {@code flags} line of the first processor in the text of {@code /proc/cpuinfo}. */
  static CpuFlags parse(String cpuinfo) {
    return cpuinfo
        .lines()
        .filter(line -> line.matches("flags\\s*:.*"))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip().split("\\s+"))
        .map(flags -> new CpuFlags(Set.copyOf(List.of(flags))))
        .orElseGet(() -> new CpuFlags(Set.of()));
  }

  public boolean has(String name) {
    return names.contains(name);
  }
}
