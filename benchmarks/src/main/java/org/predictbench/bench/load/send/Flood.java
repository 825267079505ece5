package org.predictbench.bench.load.send;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * As many calls as get through, with a fixed number in flight: what a server can do at most, and
 * what {@code h2load} measures. Latency says little here, since nobody chose the rate.
 *
 * <p>The thread that brings an answer makes the next call, so that a client may send at once what
 * several answers call for. A thread of the load's own makes the first ones, and those that follow
 * a failure.
 */
public final class Flood implements Load {
  private final Duration duration;
  private final Calls calls;
  private final Outcomes outcomes;
  private final InFlight inFlight;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread sender = new Thread(this::send, "load-sender-0");
  private final AtomicLong made = new AtomicLong();
  // Calls that no thread makes which brought an answer.
  private final Semaphore owed;
  // Whether a thread is making a call already: some clients answer before they return.
  private final ThreadLocal<Boolean> calling = ThreadLocal.withInitial(() -> false);
  private volatile boolean over;
  private volatile boolean failing;

  public Flood(int inFlight, Duration duration, Calls calls, Outcomes outcomes) {
    this.duration = duration;
    this.calls = calls;
    this.outcomes = outcomes;
    this.owed = new Semaphore(inFlight);
    this.inFlight = new InFlight(calls, outcomes, inFlight, this::ended);
  }

  @Override
  public Course run() throws InterruptedException {
    long start = System.nanoTime();
    try {
      sender.start();
      boolean stoppedEarly = stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS);
      long sendingEnd = System.nanoTime();
      finish();
      sender.join(calls.grace().toMillis());
      stop();
      sender.join();
      inFlight.awaitIdle(calls.grace());
      return new Course(made.get(), sendingEnd - start, System.nanoTime() - start, stoppedEarly);
    } finally {
      stop();
      inFlight.abandon();
    }
  }

  private void send() {
    try {
      while (!over) {
        owed.acquire();
        if (over) {
          return;
        }
        if (failing) {
          failing = false;
          LockSupport.parkNanos(ClosedLoop.AFTER_FAILURE.toNanos());
        }
        inFlight.acquire();
        if (over) {
          inFlight.giveBack();
          return;
        }
        call();
      }
    } catch (InterruptedException e) {
      // Stopped while all were in flight.
    }
  }

  /** On the thread that brought the outcome. */
  private void ended(boolean answered) {
    if (over) {
      return;
    }
    if (!answered) {
      failing = true;
    }
    if (!answered || calling.get() || !inFlight.tryAcquire()) {
      owed.release();
    } else if (over) {
      // The end has come in between, and waits for nobody who has no permit.
      inFlight.giveBack();
    } else {
      call();
    }
  }

  private void call() {
    calling.set(true);
    try {
      long now = System.nanoTime();
      made.incrementAndGet();
      outcomes.sent(now, now);
      inFlight.send(now);
    } finally {
      calling.set(false);
    }
  }

  @Override
  public void stop() {
    over = true;
    stopped.countDown();
    sender.interrupt();
  }

  @Override
  public void finish() {
    over = true;
    stopped.countDown();
    // For a sender that waits for something to do.
    owed.release();
  }
}
