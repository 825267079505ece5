package org.predictbench.bench.kind;

import java.util.OptionalLong;
import org.predictbench.bench.result.ForkRecord;

/**
 * A cell in one round, idle except in its time slices. Slices are short and go round, so that a
 * spell in which the machine is slow falls on all cells of the round and not on one.
 */
public interface RunningCell extends AutoCloseable {

  /**
   * Waits until the cell can work.
   *
   * @return false if the cell failed before
   */
  boolean awaitReady();

  /**
   * Has its very first time slice, for what comes before warm-up: opening the client, and the
   * stub-model warm-up.
   *
   * @return false if the cell failed
   */
  boolean warmUp();

  /**
   * Works for one time slice, and returns when it is over.
   *
   * @return false if the cell failed, or has no more time slices
   */
  boolean awaitSlice();

  /** The process of its own in which it works, once it is ready; empty if it has none. */
  default OptionalLong pid() {
    return OptionalLong.empty();
  }

  /** Tears down and tells what was measured. To be called once. */
  ForkRecord finish();

  /** Gives up what still runs. Idempotent. */
  @Override
  void close();
}
