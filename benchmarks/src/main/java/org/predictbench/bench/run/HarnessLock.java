package org.predictbench.bench.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * JMH's own lock, by which one user's JMH runs keep out of each other's way, held for a whole run:
 * the forks of a round live at the same time, which JMH would refuse, and take turns by our doing.
 */
public final class HarnessLock implements AutoCloseable {
  private static final String IGNORE = "jmh.ignoreLock";
  // Read when the class is loaded, before it is set below.
  private static final boolean IGNORED_BY_USER = Boolean.getBoolean(IGNORE);

  private final FileChannel channel;

  /**
   * @param channel null if the user wants no lock
   */
  private HarnessLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws IllegalStateException if another JMH run holds it, or it is another user's
   */
  static HarnessLock take() throws IOException {
    System.setProperty(IGNORE, "true");
    return IGNORED_BY_USER ? new HarnessLock(null) : take(temporaryFolder());
  }

  private static Path temporaryFolder() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  static HarnessLock take(Path folder) throws IOException {
    Path file = folder.resolve("jmh.lock");
    FileChannel channel = open(file);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new IllegalStateException(
          "another JMH run is going on%s, and two would disturb each other: wait for it, or add"
                  .formatted(owner(file))
              + " -Djmh.ignoreLock=true before -jar");
    }
    channel.truncate(0);
    channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
    return new HarnessLock(channel);
  }

  /** Nothing for plain JMH, which does not write down who it is. */
  private static String owner(Path file) {
    try {
      long pid = Long.parseLong(Files.readString(file).strip());
      return ProcessHandle.of(pid).map(process -> " (process %d)".formatted(pid)).orElse("");
    } catch (IOException | NumberFormatException e) {
      return "";
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (AccessDeniedException e) {
      throw new IllegalStateException(
          "JMH's lock %s is another user's: if nobody else measures here, delete it or add"
                  .formatted(file)
              + " -Djmh.ignoreLock=true before -jar",
          e);
    }
  }

  /**
   * For before the preparations, so that a run that may not begin leaves nothing behind, and before
   * JMH's own main, which would answer with a stack trace.
   *
   * @throws IllegalStateException if another JMH run goes on
   */
  public static void requireFree() throws IOException {
    if (!IGNORED_BY_USER) {
      take(temporaryFolder()).close();
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.truncate(0);
      channel.close();
    }
  }
}
