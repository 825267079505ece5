package org.predictbench.bench.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * JMH's own lock, by which one user's JMH runs keep out of each other's way, held for a whole run:
 * the forks of a round live at the same time, which JMH would refuse, and take turns by our doing.
 */
final class HarnessLock implements AutoCloseable {
  private static final String IGNORE = "jmh.ignoreLock";
  // Read when the class is loaded, before it is set below.
  private static final boolean IGNORED_BY_USER = Boolean.getBoolean(IGNORE);

  private final FileChannel channel;

  private HarnessLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws IllegalStateException if another JMH run holds it
   */
  static HarnessLock take() throws IOException {
    System.setProperty(IGNORE, "true");
    if (IGNORED_BY_USER) {
      return new HarnessLock(null);
    }
    Path file = Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new IllegalStateException(
          "another JMH run is going on, and two would disturb each other: wait for it, or add"
              + " -Djmh.ignoreLock=true before -jar");
    }
    return new HarnessLock(channel);
  }

  /**
   * For before the preparations, so that a run that may not begin leaves nothing behind.
   *
   * @throws IllegalStateException if another JMH run goes on
   */
  static void requireFree() throws IOException {
    take().close();
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
