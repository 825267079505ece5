package org.predictbench.bench.load.send;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictException;

/**
 * A few callers, each of which makes its next call once it has its answer: what benchmarks do and
 * users do not. While the server stalls nobody asks, so that the stall is one sample a caller.
 */
public final class ClosedLoop implements Load {
  /** Calls that fail at once would otherwise be made a million times a second. */
  static final Duration AFTER_FAILURE = Duration.ofMillis(1);

  private final Calls calls;
  private final Duration duration;
  private final Outcomes outcomes;
  private final List<Thread> callers = new ArrayList<>();
  private final AtomicLong made = new AtomicLong();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean over;

  /**
   * @param count threads that call
   */
  public ClosedLoop(int count, Duration duration, Calls calls, Outcomes outcomes) {
    this.duration = duration;
    this.calls = calls;
    this.outcomes = outcomes;
    for (int i = 0; i < count; i++) {
      callers.add(new Thread(this::call, "load-caller-" + i));
    }
  }

  @Override
  public Course run() throws InterruptedException {
    long start = System.nanoTime();
    callers.forEach(Thread::start);
    try {
      boolean stoppedEarly = stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS);
      over = true;
      long sendingEnd = System.nanoTime();
      long end = sendingEnd + calls.grace().toNanos();
      for (Thread caller : callers) {
        caller.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      }
      stop();
      for (Thread caller : callers) {
        caller.join();
      }
      return new Course(made.get(), sendingEnd - start, System.nanoTime() - start, stoppedEarly);
    } finally {
      over = true;
      stop();
    }
  }

  private void call() {
    while (!over) {
      long intended = System.nanoTime();
      made.incrementAndGet();
      outcomes.sent(intended, intended);
      String failure = outcomeOf(intended);
      if (failure != null) {
        outcomes.failed(intended, intended, System.nanoTime(), failure);
        LockSupport.parkNanos(AFTER_FAILURE.toNanos());
      }
    }
  }

  /** Null if it was answered, and recorded so. */
  private String outcomeOf(long intended) {
    try {
      int request = calls.requests().next();
      Outputs answer = calls.client().predict(calls.requests().get(request), calls.options());
      long now = System.nanoTime();
      if (!calls.requests().isRight(request, answer)) {
        return Outcomes.WRONG_ANSWER;
      }
      outcomes.answered(intended, intended, now);
      return null;
    } catch (PredictException e) {
      return Thread.currentThread().isInterrupted() ? InFlight.UNANSWERED : e.code().name();
    } catch (RuntimeException e) {
      return e.getClass().getSimpleName();
    }
  }

  @Override
  public void stop() {
    over = true;
    stopped.countDown();
    callers.forEach(Thread::interrupt);
  }

  @Override
  public void finish() {
    over = true;
    stopped.countDown();
  }
}
