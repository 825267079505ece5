package org.predictbench.bench.record;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Picks the calls to record and keeps their messages, by reference, until their status is known:
 * those that the target answered go to the queue. Thread-safe.
 */
final class Sampler implements Function<String, CallObserver> {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private final SampleQueue queue;
  private final double share;
  private final long seed;
  private final boolean replies;
  private final BooleanSupplier recording;
  private final AtomicLong candidates = new AtomicLong();
  private final LongAdder calls = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  /**
   * @param share of the calls that are recorded, up to 1
   * @param replies whether to keep replies as well
   * @param recording whether anything is still to be recorded
   */
  Sampler(SampleQueue queue, double share, long seed, boolean replies, BooleanSupplier recording) {
    this.queue = queue;
    this.share = share;
    this.seed = seed;
    this.replies = replies;
    this.recording = recording;
  }

  @Override
  public CallObserver apply(String method) {
    calls.increment();
    return recording.getAsBoolean() && PredictionLogs.take(method) && isPicked()
        ? new SampledCall(method)
        : CallObserver.NONE;
  }

  /** Calls of all methods so far. */
  long calls() {
    return calls.sum();
  }

  /** Calls that were picked, but for which there was no room. */
  long dropped() {
    return dropped.sum();
  }

  /**
   * Whether the nth call is one is a matter of seed and n alone: output n of SplitMix64 (Steele,
   * Lea, Flood: "Fast splittable pseudorandom number generators", 2014), as a fraction.
   */
  private boolean isPicked() {
    long z = seed + GOLDEN_GAMMA * candidates.incrementAndGet();
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53 < share;
  }

  /** Holds room in the queue for what it keeps, until it hands it over or gives up. */
  private final class SampledCall implements CallObserver {
    private final String method;
    private Payload request;
    private Payload reply;
    private long held;
    private boolean over;

    SampledCall(String method) {
      this.method = method;
    }

    @Override
    public synchronized void onRequest(Message message, String encoding) {
      if (request != null) {
        // No such call as these methods have.
        giveUp();
      } else if (hold(message)) {
        request = Payload.of(message, encoding);
      }
    }

    @Override
    public synchronized void onReply(Message message, String encoding) {
      if (reply != null) {
        giveUp();
      } else if (replies && hold(message)) {
        reply = Payload.of(message, encoding);
      }
    }

    @Override
    public synchronized void onClose(boolean ok) {
      if (!over && ok && request != null) {
        over = true;
        if (queue.offer(new Sample(method, request, Optional.ofNullable(reply), held))) {
          return;
        }
        dropped.increment();
      }
      giveUp();
    }

    private boolean hold(Message message) {
      if (over) {
        return false;
      }
      if (!queue.hold(message.bytes().length)) {
        dropped.increment();
        giveUp();
        return false;
      }
      held += message.bytes().length;
      return true;
    }

    private void giveUp() {
      over = true;
      queue.release(held);
      held = 0;
      request = null;
      reply = null;
    }
  }
}
