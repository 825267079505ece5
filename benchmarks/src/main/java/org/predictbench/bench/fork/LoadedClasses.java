package org.predictbench.bench.fork;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.predictbench.bench.result.Footprint;

/** Reads which classes a JVM loaded from the log that it wrote of them. */
public final class LoadedClasses {
  private LoadedClasses() {}

  /** The JVM's flag for a log, of nothing but names and where they came from. */
  public static String loggedTo(Path log) {
    return "-Xlog:class+load=info:file=" + log + ":none:filecount=0";
  }

  /**
   * Counts the classes of a log.
   *
   * @param log of a JVM started with {@link #loggedTo}
   * @param classPath that JVM's
   */
  public static Footprint footprint(Path log, String classPath) throws IOException {
    Set<String> names = new HashSet<>();
    try (Stream<String> lines = Files.lines(log)) {
      // "org.example.Name source: jar, archive or generator"
      names.addAll(lines.map(LoadedClasses::name).collect(Collectors.toSet()));
    }
    long bytes = 0;
    for (String element : classPath.split(File.pathSeparator, -1)) {
      bytes += bytesOf(names, Path.of(element));
    }
    return new Footprint(names.size(), bytes);
  }

  private static long bytesOf(Set<String> names, Path element) throws IOException {
    long bytes = 0;
    if (Files.isDirectory(element)) {
      for (String name : names) {
        Path file = element.resolve(fileOf(name));
        bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
      }
    } else if (Files.isRegularFile(element)) {
      try (JarFile jar = new JarFile(element.toFile())) {
        for (String name : names) {
          JarEntry entry = jar.getJarEntry(fileOf(name));
          bytes += entry == null ? 0 : entry.getCompressedSize();
        }
      }
    }
    return bytes;
  }

  private static String name(String line) {
    int end = line.indexOf(' ');
    return end < 0 ? line : line.substring(0, end);
  }

  private static String fileOf(String name) {
    return name.replace('.', '/') + ".class";
  }
}
