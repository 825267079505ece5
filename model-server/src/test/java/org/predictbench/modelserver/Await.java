package org.predictbench.modelserver;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process is about to do. */
public final class Await {
  private static final long PATIENCE_SECONDS = 60;
  private static final long PAUSE_MILLIS = 10;

  private Await() {}

  /** Returns once the condition holds; fails, naming {@code what}, if it never does. */
  public static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never came: " + what);
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
