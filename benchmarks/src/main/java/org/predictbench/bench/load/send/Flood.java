package org.predictbench.bench.load.send;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * As many calls as get through, with a fixed number in flight: what a server can do at most, and
 * what {@code h2load} measures. Latency says little here, since nobody chose the rate.
 */
public final class Flood implements Load {
  private final Duration duration;
  private final Calls calls;
  private final InFlight inFlight;
  private final Outcomes outcomes;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread sender = new Thread(this::send, "load-sender-0");
  private volatile boolean over;
  private volatile boolean failing;
  private long made;

  public Flood(int inFlight, Duration duration, Calls calls, Outcomes outcomes) {
    this.duration = duration;
    this.calls = calls;
    this.outcomes = new FailureWatch(outcomes);
    this.inFlight = new InFlight(calls, this.outcomes, inFlight);
  }

  @Override
  public Course run() throws InterruptedException {
    long start = System.nanoTime();
    try {
      sender.start();
      boolean stoppedEarly = stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS);
      long sendingEnd = System.nanoTime();
      stop();
      sender.join();
      inFlight.awaitIdle(calls.grace());
      return new Course(made, sendingEnd - start, System.nanoTime() - start, stoppedEarly);
    } finally {
      stop();
      inFlight.abandon();
    }
  }

  private void send() {
    try {
      while (!over) {
        inFlight.acquire();
        long now = System.nanoTime();
        made++;
        outcomes.sent(now, now);
        inFlight.send(now);
        if (failing) {
          failing = false;
          LockSupport.parkNanos(ClosedLoop.AFTER_FAILURE.toNanos());
        }
      }
    } catch (InterruptedException e) {
      // Stopped while all were in flight.
    }
  }

  @Override
  public void stop() {
    over = true;
    stopped.countDown();
    sender.interrupt();
  }

  private final class FailureWatch implements Outcomes {
    private final Outcomes next;

    FailureWatch(Outcomes next) {
      this.next = next;
    }

    @Override
    public void sent(long intended, long takenUp) {
      next.sent(intended, takenUp);
    }

    @Override
    public void answered(long intended, long handedOver, long now) {
      next.answered(intended, handedOver, now);
    }

    @Override
    public void failed(long intended, long handedOver, long now, String reason) {
      failing = true;
      next.failed(intended, handedOver, now, reason);
    }

    @Override
    public void dropped(long intended, long now) {
      next.dropped(intended, now);
    }
  }
}
