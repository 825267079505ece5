package org.predictbench.bench.load;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.predictbench.bench.load.objective.Decision;
import org.predictbench.bench.load.objective.Follower;
import org.predictbench.bench.load.record.Interval;
import org.predictbench.bench.load.record.Recording;
import org.predictbench.bench.load.send.Load;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.load.suite.TrialResult;

/** Ends a load as soon as its gate is settled, on a thread of its own. */
final class GateWatch implements AutoCloseable {
  private static final long BETWEEN_MILLIS = 100;

  private final Follower follower;
  private final LoadSuite suite;
  private final Recording recording;
  private final Load load;
  private final Thread thread = new Thread(this::watch, "load-gate");
  private volatile boolean over;
  private volatile boolean hasSettled;

  private GateWatch(Follower follower, LoadSuite suite, Recording recording, Load load) {
    this.follower = follower;
    this.suite = suite;
    this.recording = recording;
    this.load = load;
    thread.setDaemon(true);
  }

  static GateWatch start(Follower follower, LoadSuite suite, Recording recording, Load load) {
    GateWatch watch = new GateWatch(follower, suite, recording, load);
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
        List<Interval> intervals = recording.intervals();
        Decision decision = follower.decide(intervals);
        // None that is not VALID passes: it may become so by its end.
        if (decision == Decision.FAIL
            || (decision == Decision.PASS && TrialResult.isSound(suite, intervals))) {
          hasSettled = true;
          load.finish();
          return;
        }
        if (decision == Decision.PASS) {
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
