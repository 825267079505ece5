package org.predictbench.bench.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
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

  private HarnessLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws IllegalStateException if another JMH run holds it, or it is another user's
   */
  static HarnessLock take() throws IOException {
    System.setProperty(IGNORE, "true");
    return new HarnessLock(locked());
  }

  /** Null if the user wants no lock. */
  private static FileChannel locked() throws IOException {
    if (IGNORED_BY_USER) {
      return null;
    }
    FileChannel channel = open(Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock"));
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new IllegalStateException(
          "another JMH run is going on, and two would disturb each other: wait for it, or add"
              + " -Djmh.ignoreLock=true before -jar");
    }
    return channel;
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
    new HarnessLock(locked()).close();
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
