package org.predictbench.modelserver.versions;

import java.io.IOException;
import java.lang.System.Logger.Level;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.status.Statuses;

/**
 * Tries again when another loader fails.
 *
 * @param retries tries after the first failure
 * @param intervalMicros wait between tries; a value below 0 waits no time
 * @param sleeper does the waiting
 */
public record RetryingVersionLoader(
    VersionLoader loader, int retries, long intervalMicros, Sleeper sleeper)
    implements VersionLoader {
  private static final System.Logger LOG = System.getLogger(RetryingVersionLoader.class.getName());

  /** Blocks the calling thread for a while. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(long micros) throws InterruptedException;
  }

  @Override
  public Servable load(String name, VersionDirectory directory) throws IOException {
    for (int left = retries; ; left--) {
      try {
        return loader.load(name, directory);
      } catch (IOException | RuntimeException e) {
        if (left <= 0 || !sleepUninterrupted()) {
          throw e;
        }
        LOG.log(
            Level.WARNING,
            "Loading servable: {name: %s version: %d} failed and will be tried again: %s"
                .formatted(name, directory.version(), Statuses.describe(e)));
      }
    }
  }

  /** Returns false if the thread was interrupted, which ends the retries. */
  private boolean sleepUninterrupted() {
    try {
      sleeper.sleep(Math.max(0, intervalMicros));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
