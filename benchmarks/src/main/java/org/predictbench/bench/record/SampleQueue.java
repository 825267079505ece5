package org.predictbench.bench.record;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Samples on their way from the calls to the writer: bounded by count and, together with the calls
 * under way that may become samples, by bytes. Whoever finds no room goes on without. Thread-safe.
 */
final class SampleQueue {
  private final BlockingQueue<Sample> samples;
  private final long maxBytes;
  private final AtomicLong held = new AtomicLong();

  SampleQueue(int maxSamples, long maxBytes) {
    this.samples = new ArrayBlockingQueue<>(maxSamples);
    this.maxBytes = maxBytes;
  }

  /** Takes room for bytes that are kept from now on; false if there is none. Never waits. */
  boolean hold(long bytes) {
    if (held.addAndGet(bytes) <= maxBytes) {
      return true;
    }
    release(bytes);
    return false;
  }

  /** Gives the room back. */
  void release(long bytes) {
    held.addAndGet(-bytes);
  }

  /** Hands a sample over with the room that it holds; false, and nothing done, if it is full. */
  boolean offer(Sample sample) {
    return samples.offer(sample);
  }

  /** The next sample, whose room the taker releases; null if none comes in time. */
  Sample poll(long millis) throws InterruptedException {
    return samples.poll(millis, TimeUnit.MILLISECONDS);
  }

  /** The longest message that is kept, in bytes; compressed ones are unpacked up to that. */
  int longest() {
    return (int) Math.min(maxBytes, Integer.MAX_VALUE - RecordFile.OVERHEAD);
  }

  boolean isEmpty() {
    return samples.isEmpty();
  }
}
