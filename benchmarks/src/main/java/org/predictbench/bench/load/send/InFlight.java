package org.predictbench.bench.load.send;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictException;

/**
 * Calls that are under way, never more than a limit; no thread waits for any of them. Thread-safe.
 */
final class InFlight {
  static final String UNANSWERED = "unanswered at the end";

  private static final Duration TELLING = Duration.ofSeconds(1);

  private final Calls calls;
  private final Outcomes outcomes;
  private final int limit;
  private final WhenEnded whenEnded;
  private final Semaphore permits;
  private final Set<Pending> pending = ConcurrentHashMap.newKeySet();

  InFlight(Calls calls, Outcomes outcomes, int limit) {
    this(calls, outcomes, limit, answered -> {});
  }

  /**
   * @param whenEnded told of each call, once its permit is given back, whether it was answered
   */
  InFlight(Calls calls, Outcomes outcomes, int limit, WhenEnded whenEnded) {
    this.calls = calls;
    this.outcomes = outcomes;
    this.limit = limit;
    this.permits = new Semaphore(limit);
    this.whenEnded = whenEnded;
  }

  /** Hears of the end of calls, on the threads that bring their outcomes. */
  @FunctionalInterface
  interface WhenEnded {
    void ended(boolean answered);
  }

  boolean tryAcquire() {
    return permits.tryAcquire();
  }

  void acquire() throws InterruptedException {
    permits.acquire();
  }

  /** Of a permit that was acquired for nothing. */
  void giveBack() {
    permits.release();
  }

  /** Calls the client; the permit, held by the caller, is given back with the outcome. */
  void send(long intended) {
    int request = calls.requests().next();
    Pending call = new Pending(request, intended, System.nanoTime());
    pending.add(call);
    CompletableFuture<Outputs> answer;
    try {
      answer = calls.client().predictAsync(calls.requests().get(request), calls.options());
    } catch (RuntimeException e) {
      call.accept(null, e);
      return;
    }
    call.answer = answer;
    var unused = answer.whenComplete(call);
  }

  /** Waits until nothing is under way, at most so long. */
  void awaitIdle(Duration time) throws InterruptedException {
    if (permits.tryAcquire(limit, time.toNanos(), TimeUnit.NANOSECONDS)) {
      permits.release(limit);
    }
  }

  /**
   * Gives up whatever is under way: it has failed from here on, and is cancelled. Outcomes that are
   * just being recorded have been when this returns.
   */
  void abandon() throws InterruptedException {
    for (Pending call : pending) {
      call.settle(null, new CancellationException(UNANSWERED));
      CompletableFuture<Outputs> answer = call.answer;
      if (answer != null) {
        answer.cancel(true);
      }
    }
    awaitIdle(TELLING);
  }

  private static String reason(Throwable failure) {
    if (failure instanceof PredictException e) {
      return e.code().name();
    }
    return failure instanceof CancellationException
        ? UNANSWERED
        : failure.getClass().getSimpleName();
  }

  private final class Pending implements BiConsumer<Outputs, Throwable> {
    private final int request;
    private final long intended;
    private final long handedOver;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile CompletableFuture<Outputs> answer;

    Pending(int request, long intended, long handedOver) {
      this.request = request;
      this.intended = intended;
      this.handedOver = handedOver;
    }

    @Override
    public void accept(Outputs outputs, Throwable failure) {
      settle(outputs, failure);
    }

    void settle(Outputs outputs, Throwable failure) {
      // First of all: what follows is ours, not the client's.
      long now = System.nanoTime();
      if (!over.compareAndSet(false, true)) {
        return;
      }
      pending.remove(this);
      boolean answered = failure == null && calls.requests().isRight(request, outputs);
      if (answered) {
        outcomes.answered(intended, handedOver, now);
      } else {
        String why = failure == null ? Outcomes.WRONG_ANSWER : reason(failure);
        outcomes.failed(intended, handedOver, now, why);
      }
      permits.release();
      whenEnded.ended(answered);
    }
  }
}
