package org.predictbench.bench.own;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.files.Sha256;

/**
 * The jars and folders that hold a user's client and its libraries.
 *
 * @param entries absolute, in the order in which classes are looked for
 */
public record ClassPath(List<Path> entries) {
  /** Of a run without a user's client. */
  public static final ClassPath EMPTY = new ClassPath(List.of());

  private static final String ALL_JARS = "*";

  public ClassPath {
    entries = List.copyOf(entries);
  }

  /**
   * Reads it as {@code java -cp} does: entries with {@code :} between them, of which {@code libs/*}
   * is every jar of a folder.
   *
   * @throws InputException if an entry is not there, or is neither a jar nor a folder
   */
  public static ClassPath parse(String text) {
    List<Path> entries = new ArrayList<>();
    for (String entry : text.split(File.pathSeparator, -1)) {
      if (entry.endsWith(File.separator + ALL_JARS)) {
        entries.addAll(jars(Path.of(entry.substring(0, entry.length() - ALL_JARS.length()))));
      } else if (!entry.isBlank()) {
        entries.add(entry(Path.of(entry)));
      }
    }
    if (entries.isEmpty()) {
      throw new InputException("it is empty: name the jar of your client");
    }
    return new ClassPath(entries);
  }

  private static Path entry(Path path) {
    if (!Files.exists(path)) {
      throw new InputException("there is no " + path);
    }
    if (!Files.isDirectory(path) && !path.toString().endsWith(".jar")) {
      throw new InputException("%s is neither a jar nor a folder of classes".formatted(path));
    }
    return path.toAbsolutePath().normalize();
  }

  private static List<Path> jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      if (jars.isEmpty()) {
        throw new InputException("no jar in " + folder);
      }
      return jars.stream().map(ClassPath::entry).toList();
    } catch (IOException e) {
      throw new InputException("cannot list " + folder, e);
    }
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** As {@link #parse} reads it. */
  public String text() {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  URL[] urls() {
    return entries.stream().map(ClassPath::url).toArray(URL[]::new);
  }

  private static URL url(Path entry) {
    try {
      return entry.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("no file: " + entry, e);
    }
  }

  /** File name to SHA-256 of each jar; of a folder, of all files in it together. */
  public Map<String, String> hashes() throws IOException {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (Path entry : entries) {
      hashes.put(
          entry.getFileName().toString(),
          Files.isDirectory(entry) ? ofFolder(entry) : Sha256.of(entry));
    }
    return hashes;
  }

  private static String ofFolder(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        all.append(folder.relativize(file)).append(' ').append(Sha256.of(file)).append('\n');
      }
    }
    return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
  }
}
