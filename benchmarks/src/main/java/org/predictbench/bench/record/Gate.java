package org.predictbench.bench.record;

import java.util.function.BooleanSupplier;

/**
 * Takes the next message from one side only when the other is ready for it, so that a slow side
 * holds up the fast one instead of filling the proxy's memory. Thread-safe.
 */
final class Gate {
  private final BooleanSupplier ready;
  private final Runnable request;
  private boolean waiting;

  /**
   * @param ready whether the side that is written to takes more
   * @param request asks the side that is read from for one message
   */
  Gate(BooleanSupplier ready, Runnable request) {
    this.ready = ready;
    this.request = request;
  }

  /** A message was passed on. */
  void onPassed() {
    synchronized (this) {
      if (!ready.getAsBoolean()) {
        // The event that it is ready comes after this, and needs the lock.
        waiting = true;
        return;
      }
    }
    // Not under the lock: the next message may come within this call.
    request.run();
  }

  /** The side that is written to takes more again. */
  void onReady() {
    synchronized (this) {
      if (!waiting) {
        return;
      }
      waiting = false;
    }
    request.run();
  }
}
