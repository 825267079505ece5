package org.predictbench.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Peak resident memory of a process, as Linux counts it. */
public final class ProcessMemory {
  private static final Path PROC = Path.of("/proc");

  private ProcessMemory() {}

  /** VmHWM of this process in bytes, or null where there is no such file. */
  public static Long peakRssBytes() {
    return ofFolder("self");
  }

  /** VmHWM of a process in bytes, or null where there is no such file: it ended, for one. */
  public static Long peakRssBytes(long pid) {
    return ofFolder(Long.toString(pid));
  }

  private static Long ofFolder(String process) {
    try {
      return Files.readAllLines(PROC.resolve(process).resolve("status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
