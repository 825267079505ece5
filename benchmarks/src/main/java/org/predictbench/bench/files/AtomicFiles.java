package org.predictbench.bench.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Files that are either there whole or not at all, even after a crash or a power cut: written
 * beside their target, forced to disk, then renamed over it.
 */
public final class AtomicFiles {
  /** Ending of a file still being written; whoever lists a directory passes over these. */
  public static final String TEMPORARY = ".tmp";

  private AtomicFiles() {}

  public static void write(Path target, String text) throws IOException {
    write(target, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes {@code bytes}, making parent directories as needed and replacing what was there.
   *
   * @throws IOException with one line that names the file and the reason; what was there before is
   *     then there still, and nothing else
   */
  public static void write(Path target, byte[] bytes) throws IOException {
    Path temporary = target.resolveSibling(target.getFileName() + TEMPORARY);
    try {
      replace(target, temporary, bytes);
    } catch (IOException e) {
      deleteQuietly(temporary, e);
      throw new IOException("cannot write %s: %s".formatted(target, reason(e)), e);
    }
  }

  private static void replace(Path target, Path temporary, byte[] bytes) throws IOException {
    Path directory = target.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(directory);
  }

  /** Gives a folder its final name, which nothing has yet; durable, like {@link #write}. */
  public static void rename(Path folder, Path target) throws IOException {
    Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
    force(target.toAbsolutePath().getParent());
  }

  /** A rename is durable only once the directory is on disk. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  // A full disk should not be kept full by half a file.
  private static void deleteQuietly(Path temporary, IOException failure) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Why, in words: for many failures the JDK's message is nothing but the path. */
  public static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "access denied";
    }
    if (failure instanceof FileSystemException e && e.getReason() != null) {
      return e.getReason();
    }
    String words =
        failure
            .getClass()
            .getSimpleName()
            .replaceAll("(Exception|FileSystem)", "")
            .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
            .toLowerCase(Locale.ROOT);
    return failure instanceof FileSystemException || failure.getMessage() == null
        ? words + (failure.getMessage() == null ? "" : " " + failure.getMessage())
        : failure.getMessage();
  }
}
