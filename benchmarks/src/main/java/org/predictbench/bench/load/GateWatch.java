package org.predictbench.bench.load;

import java.util.concurrent.TimeUnit;
import org.predictbench.bench.load.objective.Follower;
import org.predictbench.bench.load.record.Recording;
import org.predictbench.bench.load.send.Load;

/** Ends a load as soon as its gate is settled, on a thread of its own. */
final class GateWatch implements AutoCloseable {
  private static final long BETWEEN_MILLIS = 100;

  private final Follower follower;
  private final Recording recording;
  private final Load load;
  private final Thread thread = new Thread(this::watch, "load-gate");
  private volatile boolean over;
  private volatile boolean hasSettled;

  private GateWatch(Follower follower, Recording recording, Load load) {
    this.follower = follower;
    this.recording = recording;
    this.load = load;
    thread.setDaemon(true);
  }

  static GateWatch start(Follower follower, Recording recording, Load load) {
    GateWatch watch = new GateWatch(follower, recording, load);
    watch.thread.start();
    return watch;
  }

  /** Whether it ended the load. */
  boolean hasSettled() {
    return hasSettled;
  }

  private void watch() {
    try {
      while (!over) {
        TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
        if (follower.isSettled(recording.intervals())) {
          hasSettled = true;
          load.finish();
          return;
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  @Override
  public void close() {
    over = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
