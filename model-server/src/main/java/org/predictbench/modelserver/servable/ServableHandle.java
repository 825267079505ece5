package org.predictbench.modelserver.servable;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A servable that stays loaded for as long as anybody holds it. Thread-safe.
 *
 * <p>It is born held once, by the server. Each call holds it while it runs, so that unloading waits
 * for the calls under way.
 */
public final class ServableHandle implements AutoCloseable {
  private final Servable servable;
  private final AtomicInteger holders = new AtomicInteger(1);
  private final CountDownLatch unloaded = new CountDownLatch(1);

  public ServableHandle(Servable servable) {
    this.servable = servable;
  }

  /** False once it is being unloaded; if true, {@link #close} must follow. */
  boolean tryHold() {
    int held = holders.get();
    while (held > 0) {
      if (holders.compareAndSet(held, held + 1)) {
        return true;
      }
      held = holders.get();
    }
    return false;
  }

  public Servable servable() {
    return servable;
  }

  /** Lets go of it; the last one to do so unloads it. */
  @Override
  public void close() {
    if (holders.decrementAndGet() == 0) {
      try {
        servable.close();
      } finally {
        unloaded.countDown();
      }
    }
  }

  public void awaitUnloaded() throws InterruptedException {
    unloaded.await();
  }
}
