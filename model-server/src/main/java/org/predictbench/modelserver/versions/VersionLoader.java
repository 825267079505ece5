package org.predictbench.modelserver.versions;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.status.Statuses;

/** Makes a version ready to serve: loaded, wrapped and warmed up. Thread-safe. */
@FunctionalInterface
public interface VersionLoader {
  /** Returns it ready; on failure nothing stays allocated. */
  Servable load(String name, VersionDirectory directory) throws IOException;

  /**
   * This loader, tried again after failures.
   *
   * @param retries after the first failure
   * @param intervalMicros between tries; less than 0 does not wait
   */
  default VersionLoader retrying(int retries, long intervalMicros) {
    return (name, directory) -> {
      for (int left = retries; ; left--) {
        try {
          return load(name, directory);
        } catch (IOException | RuntimeException e) {
          if (left <= 0 || !pause(intervalMicros)) {
            throw e;
          }
          System.err.printf(
              "Loading servable: {name: %s version: %d} failed and will be tried again: %s%n",
              name, directory.version(), Statuses.describe(e));
        }
      }
    };
  }

  private static boolean pause(long micros) {
    try {
      TimeUnit.MICROSECONDS.sleep(Math.max(0, micros));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
