package org.predictbench.bench.load.send;

/**
 * Takes what becomes of each request: {@link #sent} once, then exactly one of the others. Called by
 * several threads at once, callbacks of the client among them: nothing here may block. All times
 * are {@link System#nanoTime}.
 */
public interface Outcomes {
  /** The reason of a failure where there was an answer, but not the right one. */
  String WRONG_ANSWER = "wrong answer";

  /**
   * A request is due.
   *
   * @param takenUp when the sender turned to it, not before {@code intended}
   */
  void sent(long intended, long takenUp);

  /**
   * The right answer came.
   *
   * @param handedOver when the client was called
   */
  void answered(long intended, long handedOver, long now);

  /**
   * No answer, or a wrong one.
   *
   * @param reason a status code, or what was wrong, in a few words that many failures share
   */
  void failed(long intended, long handedOver, long now, String reason);

  /** There were too many under way and too many waiting: the client never saw it. */
  void dropped(long intended, long now);
}
