package org.predictbench.bench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** What Linux tells of the machine in files; {@code unavailable} where it does not. */
public record HostFiles(Path root) {
  public static final String UNAVAILABLE = "unavailable";

  /**
   * A limit on our own control group (version 2), or the nearest one above it that has the file.
   */
  String cgroup(String limit) {
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

  String line(String file, Predicate<String> wanted) {
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

  /** {@code on}, {@code off} or unavailable, of whichever driver there is. */
  String turbo() {
    String noTurbo = line("sys/devices/system/cpu/intel_pstate/no_turbo", line -> true);
    if (!noTurbo.equals(UNAVAILABLE)) {
      return noTurbo.equals("0") ? "on" : "off";
    }
    String boost = line("sys/devices/system/cpu/cpufreq/boost", line -> true);
    return boost.equals(UNAVAILABLE) ? boost : boost.equals("1") ? "on" : "off";
  }
}
