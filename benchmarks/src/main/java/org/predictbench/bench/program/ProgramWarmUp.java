package org.predictbench.bench.program;

import java.time.Duration;
import org.predictbench.bench.result.StubCalls;

/**
 * The stub-model warm-up of a client program: piece by piece, until a piece has hardly more calls
 * than one before it. A program that is compiled beforehand needs no more than two. One with a JIT
 * does not get faster for seconds between its tiers: if it says that its JIT is at work, it has as
 * long as our own forks.
 */
public final class ProgramWarmUp {
  private static final Duration PIECE = Duration.ofMillis(1500);

  /** More calls than in any piece before, as a share, that are worth another piece. */
  private static final double WORTH = 0.025;

  private ProgramWarmUp() {}

  /** A program that can be asked to call for a while. */
  interface Program {
    /** Calls for so long. */
    Piece warmUp(Duration time) throws ProgramException;
  }

  /**
   * What a program did in a piece of its warm-up.
   *
   * @param calls that it made
   * @param compiling whether it says that its JIT was at work
   */
  record Piece(long calls, boolean compiling) {}

  /**
   * Warms a program up.
   *
   * @param model that it calls
   * @param most not longer than that
   */
  public static StubCalls run(ProgramClient program, String model, Duration most)
      throws ProgramException {
    return run(time -> program.warmUp(model, time), most);
  }

  static StubCalls run(Program program, Duration most) throws ProgramException {
    Duration left = most;
    long all = 0;
    double best = 0;
    double last = 0;
    Boolean settled = null;
    while (!left.isZero() && !Boolean.TRUE.equals(settled)) {
      Duration piece = left.compareTo(PIECE) < 0 ? left : PIECE;
      Piece made = program.warmUp(piece);
      left = left.minus(piece);
      all += made.calls();
      last = made.calls() * 1e3 / piece.toMillis();
      if (best > 0) {
        settled = !made.compiling() && last <= best * (1 + WORTH);
      }
      best = Math.max(best, last);
    }
    double seconds = most.minus(left).toMillis() / 1e3;
    return new StubCalls(seconds, all, last > 0 ? 1e3 / last : 0, settled);
  }
}
