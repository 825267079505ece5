package org.predictbench.bench.run;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Protocol;
import org.predictbench.bench.result.Suite;

/**
 * Tells the user where a run stands. On a terminal that is one line, rewritten as cells take their
 * time slices; a failure has a line of its own that stays. Elsewhere it is a line a round, with the
 * time to go, and a line a cell.
 */
final class Progress implements SuiteRunner.Listener, AutoCloseable {
  /** To the line's start, and all of it erased. */
  private static final String ANEW = "\r\u001b[K";

  /** One less than the narrowest terminal that people use. */
  private static final int COLUMNS = 79;

  private final PrintStream out;
  private final Suite suite;
  private final int total;
  private final boolean terminal;
  private int done;
  private int forks;
  private Duration elapsed = Duration.ZERO;
  private final Clock clock;
  private final ScheduledExecutorService ticker;
  private Function<Duration, String> shown;
  private Instant shownAt;

  /**
   * @param total how many forks are still to run
   * @param terminal whether somebody looks on, and lines can be rewritten
   */
  Progress(PrintStream out, Suite suite, int total, boolean terminal, Clock clock) {
    this.clock = clock;
    this.out = out;
    this.suite = suite;
    this.total = total;
    this.terminal = terminal;
    this.ticker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    if (terminal) {
      var unused = ticker.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }
  }

  @Override
  public synchronized void starting(int round, long servers, int starting, Duration sinceStart) {
    forks = starting;
    elapsed = sinceStart;
    String what =
        (servers == 0 ? "" : servers == 1 ? "1 server, then " : servers + " servers, then ")
            + starting
            + (starting == 1 ? " fork" : " forks");
    if (terminal) {
      live(round, "starting " + what, done);
    } else {
      out.printf(
          "round %s: starting %s, time slices of %d ms%s%n",
          place(round), what, suite.protocol().slice().toMillis(), timeToGo("; ", done));
    }
  }

  @Override
  public synchronized void onSlice(
      int round, int pass, int passes, Cell cell, Duration sinceStart) {
    elapsed = sinceStart;
    if (terminal) {
      double part = done + forks * (pass - 1.0) / passes;
      live(round, "pass %d/%d · %s".formatted(pass, passes, cell.name()), part);
    }
  }

  @Override
  public synchronized void finished(Cell cell, ForkRecord fork, Duration sinceStart) {
    done++;
    elapsed = sinceStart;
    if (terminal && fork.ok()) {
      return;
    }
    String outcome = fork.ok() ? "p50 %s".formatted(median(fork)) : "FAILED: " + fork.reason();
    // There may be more of them than were planned.
    String place = done <= total ? done + "/" + total : Integer.toString(done);
    shown = null;
    out.printf(
        "%s[%s] round %d  %-22s %s%n",
        terminal ? ANEW : "", place, fork.round(), cell.name(), outcome);
  }

  @Override
  public void note(String line) {
    out.printf("%s%s%n", terminal ? ANEW : "", line);
  }

  /** Takes the live line away. */
  @Override
  public synchronized void close() {
    ticker.shutdownNow();
    shown = null;
    if (terminal) {
      out.print(ANEW);
      out.flush();
    }
  }

  private void live(int round, String what, double part) {
    String place = "round %s · ".formatted(place(round));
    String rest = timeToGo(" · ", part);
    shown = so -> fitted(place + what, " · %s so far%s".formatted(minutes(so), rest));
    shownAt = clock.instant();
    show(elapsed);
  }

  /** The clock goes on while servers and forks start and nothing else is heard of them. */
  synchronized void tick() {
    if (shown != null) {
      show(elapsed.plus(Duration.between(shownAt, clock.instant())));
    }
  }

  private void show(Duration so) {
    out.print(ANEW + shown.apply(so));
    out.flush();
  }

  /** In one line of a terminal: a longer one would be broken, and the next not replace it. */
  private static String fitted(String what, String times) {
    int room = COLUMNS - times.length();
    return (what.length() <= room ? what : what.substring(0, room - 1) + "…") + times;
  }

  private String place(int round) {
    Protocol protocol = suite.protocol();
    if (protocol.until().isPresent()) {
      return round + "/as many as it takes";
    }
    return round <= protocol.rounds()
        ? round + "/" + protocol.rounds()
        : "%d, added, at most %d".formatted(round, protocol.mostRounds());
  }

  /**
   * Known once some of the work is done; not told when nobody knows how much there will be.
   *
   * @param part how many forks' work is done
   */
  private String timeToGo(String before, double part) {
    if (part <= 0 || part >= total || suite.protocol().until().isPresent()) {
      return "";
    }
    long millis = Math.round(elapsed.toMillis() * (total - part) / part);
    return before + minutes(Duration.ofMillis(millis)) + " to go";
  }

  private static String minutes(Duration time) {
    return "%d:%02d min".formatted(time.toMinutes(), time.toSecondsPart());
  }

  private static String median(ForkRecord fork) {
    long samples = fork.histogramNanos().stream().mapToLong(pair -> pair[1]).sum();
    long seen = 0;
    for (long[] pair : fork.histogramNanos()) {
      seen += pair[1];
      if (2 * seen >= samples) {
        return Numbers.time(pair[0] / 1e3);
      }
    }
    return "-";
  }
}
