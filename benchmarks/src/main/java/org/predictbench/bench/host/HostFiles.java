package org.predictbench.bench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

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

  /**
   * The content of a file of our own control group and of each one around it that has it, of
   * version 2 and of version 1's controller {@code cpu}, from the innermost to the outermost.
   */
  List<String> cgroups(String file) {
    List<String> contents = new ArrayList<>();
    for (String group : lines("proc/self/cgroup")) {
      // Number, controllers, path.
      String[] parts = group.split(":", 3);
      boolean ofCpu = parts.length == 3 && Set.of(parts[1].split(",", -1)).contains("cpu");
      if (parts.length == 3 && (ofCpu || parts[1].isEmpty())) {
        Path top = root.resolve("sys/fs/cgroup").resolve(ofCpu ? parts[1] : "").normalize();
        Path own = top.resolve(parts[2].substring(1)).normalize();
        for (Path at = own; at != null && at.startsWith(top); at = at.getParent()) {
          content(at.resolve(file)).ifPresent(contents::add);
        }
      }
    }
    return contents;
  }

  private List<String> lines(String file) {
    return content(root.resolve(file)).map(text -> text.lines().toList()).orElse(List.of());
  }

  private static Optional<String> content(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
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

  /** Whether the system describes its first CPU, and says nothing of caches there. */
  boolean hidesCaches() {
    Path cpu = root.resolve("sys/devices/system/cpu/cpu0");
    if (!Files.isDirectory(cpu)) {
      return false;
    }
    try (Stream<Path> caches = Files.list(cpu.resolve("cache"))) {
      return caches.noneMatch(cache -> Files.isReadable(cache.resolve("size")));
    } catch (IOException e) {
      return true;
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
