package org.predictbench.modelserver.servable;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps a servable loaded for as long as somebody holds it. Thread-safe.
 *
 * <p>A new handle is held once, by the server. Each call holds it while it runs, so that unloading
 * waits for the calls under way.
 */
public final class ServableHandle implements AutoCloseable {
  private final Servable servable;
  private final AtomicInteger holders = new AtomicInteger(1);
  private final CountDownLatch unloaded = new CountDownLatch(1);

  public ServableHandle(Servable servable) {
    this.servable = servable;
  }

  /**
   * Holds the servable and returns true, after which {@link #close} must follow; returns false once
   * it is being unloaded.
   */
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

  /** Releases the servable; the last holder to do so unloads it. */
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
