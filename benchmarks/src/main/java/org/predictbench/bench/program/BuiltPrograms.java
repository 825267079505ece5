package org.predictbench.bench.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.predictbench.bench.bundle.Caches;
import org.predictbench.bench.bundle.ChildProcess;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.files.Sha256;

/**
 * Client programs that have to be built where they run, by the script beside their sources, which
 * come with this jar. Built once; kept from run to run until a source changes.
 */
final class BuiltPrograms {
  private static final String SCRIPT = "build";
  private static final String DESCRIPTORS = "predict.protos";
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private BuiltPrograms() {}

  /**
   * The folder in which it is built.
   *
   * @param name of the folder of sources
   * @param sources file names, those of the script left out
   * @param product the file that shows that it is built
   * @param versions of what it is built with: with others it is built anew
   * @param words what is built, and about how long it takes
   * @throws InputException with the script's last line, if it cannot be built
   */
  static Path folder(
      String name, List<String> sources, String product, String versions, String words) {
    try {
      StringBuilder all = new StringBuilder(versions);
      for (String source : sources) {
        all.append(Sha256.of(resource(name, source)));
      }
      all.append(Sha256.of(resource(name, SCRIPT)));
      String edition = Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
      Path folder = Caches.ofUser().clients().resolve(name + "-" + edition.substring(0, 12));
      Files.createDirectories(folder);
      try (RandomAccessFile lock = new RandomAccessFile(folder.resolve("lock").toFile(), "rw");
          FileLock held = lock.getChannel().lock()) {
        if (held.isValid() && !Files.exists(folder.resolve(product))) {
          System.err.println(words);
          build(name, sources, folder);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new InputException("the %s client cannot be built: %s".formatted(name, e), e);
    }
  }

  private static void build(String name, List<String> sources, Path folder) throws IOException {
    Path from = Files.createDirectories(folder.resolve("source"));
    for (String source : sources) {
      unpack(name, source, from);
    }
    Path script = unpack(name, SCRIPT, from);
    Path descriptors = folder.resolve(DESCRIPTORS);
    ProgramFiles.writeProtos(descriptors);
    try {
      ChildProcess.Ending ending =
          ChildProcess.run(
              List.of("sh", script.toString(), descriptors.toString(), folder.toString()), LIMIT);
      if (ending.status() != 0) {
        throw new InputException(
            "the %s client cannot be built: %s".formatted(name, reason(ending)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a client program was built", e);
    }
  }

  /** A compiler's first error says more than its last line. */
  private static String reason(ChildProcess.Ending ending) {
    return ending
        .output()
        .lines()
        .filter(line -> line.matches("(?i).*\\berror\\b.*"))
        .findFirst()
        .orElseGet(ending::reason);
  }

  private static Path unpack(String name, String source, Path into) throws IOException {
    Path file = into.resolve(source);
    try (InputStream in = stream(name, source)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private static byte[] resource(String name, String source) throws IOException {
    try (InputStream in = stream(name, source)) {
      return in.readAllBytes();
    }
  }

  private static InputStream stream(String name, String source) throws IOException {
    InputStream in = BuiltPrograms.class.getResourceAsStream(name + "/" + source);
    if (in == null) {
      throw new IOException(
          "this build carries no %s/%s; build it with Maven".formatted(name, source));
    }
    return in;
  }
}
