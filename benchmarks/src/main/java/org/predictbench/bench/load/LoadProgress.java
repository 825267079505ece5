package org.predictbench.bench.load;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells the user what a load is at, and until when. On a terminal that is one line that counts down
 * each second and goes when the next thing is said; elsewhere a line as each part begins.
 */
final class LoadProgress implements AutoCloseable {
  /** To the line's start, and all of it erased. */
  private static final String ANEW = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final Clock clock;
  private final ScheduledExecutorService ticker;
  private String doing = "";
  private Instant until = Instant.EPOCH;

  /**
   * @param terminal whether somebody looks on, and a line can be rewritten
   */
  LoadProgress(PrintStream out, boolean terminal, Clock clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.ticker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "load-progress");
              thread.setDaemon(true);
              return thread;
            });
    if (terminal) {
      var unused = ticker.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }
  }

  /** Something begins that lasts about that long; zero if nobody knows. */
  synchronized void begin(String what, Duration lasts) {
    doing = what;
    until = lasts.isZero() ? Instant.EPOCH : clock.instant().plus(lasts);
    if (terminal) {
      tick();
    } else {
      out.println(what + (lasts.isZero() ? "" : ", " + lasts.toSeconds() + " s"));
    }
  }

  /** The live line gives way to one that stays. */
  synchronized void end() {
    doing = "";
    if (terminal) {
      out.print(ANEW);
      out.flush();
    }
  }

  synchronized void tick() {
    if (!doing.isEmpty()) {
      long left = Math.max(0, Duration.between(clock.instant(), until).toSeconds());
      out.print(ANEW + doing + (until.equals(Instant.EPOCH) ? "" : ", " + left + " s to go"));
      out.flush();
    }
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    end();
  }
}
