package org.predictbench.bench.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;

/**
 * Requests that are sent in turn, each with the answer it must have: the first one that it got.
 * Safe for any number of threads.
 */
public final class RequestCycle {
  /** Of answers: a fork has other uses for its heap. */
  private static final long MOST_KEPT_BYTES = 64L << 20;

  private final Inputs[] requests;
  private final Likeness likeness;
  // An answer or, of large ones, its hash.
  private final AtomicReferenceArray<Object> expected;
  private final AtomicLong keptBytes = new AtomicLong();
  private final AtomicInteger sent = new AtomicInteger();

  /** Of one request or more, whose answers are the same to the bit. */
  public RequestCycle(List<Inputs> requests) {
    this(requests, Likeness.SAME_BITS);
  }

  /** Of one request or more, whose answers are so alike. */
  public RequestCycle(List<Inputs> requests, Likeness likeness) {
    this.likeness = likeness;
    if (requests.isEmpty()) {
      throw new IllegalArgumentException("no requests");
    }
    this.requests = requests.toArray(Inputs[]::new);
    this.expected = new AtomicReferenceArray<>(this.requests.length);
  }

  /** How many requests there are. */
  public int size() {
    return requests.length;
  }

  /** The place of the request to send now, from 0. */
  public int next() {
    // One request needs no counter, at which callers would meet.
    return requests.length == 1 ? 0 : Math.floorMod(sent.getAndIncrement(), requests.length);
  }

  /** The request at that place, from 0. */
  public Inputs get(int index) {
    return requests[index];
  }

  /**
   * Compares an answer with the first one to the same request; the first one is taken for right.
   */
  public boolean isRight(int index, Outputs answer) {
    Object first = expected.get(index);
    if (first == null) {
      if (expected.compareAndSet(index, null, kept(answer))) {
        return true;
      }
      first = expected.get(index);
    }
    return first instanceof Outputs outputs
        ? likeness.holds(answer, outputs)
        : OutputHash.of(answer).equals(first);
  }

  /** The answer itself while there is room for it, else its hash, which takes longer to compare. */
  private Object kept(Outputs answer) {
    long bytes = 0;
    for (String alias : answer.aliases()) {
      bytes += answer.tensor(alias).byteSize();
    }
    // A hash knows no tolerance.
    boolean needsWhole = likeness.tolerance() > 0;
    return needsWhole || keptBytes.addAndGet(bytes) <= MOST_KEPT_BYTES
        ? answer
        : OutputHash.of(answer);
  }

  /**
   * Checks an answer.
   *
   * @throws IllegalStateException if it is not {@link #isRight right}
   */
  public void check(int index, Outputs answer) {
    if (!isRight(index, answer)) {
      throw new IllegalStateException(
          requests.length == 1
              ? "an answer differs from the fork's first"
              : "an answer to request %d differs from the fork's first".formatted(index + 1));
    }
  }

  /** The hash of the first answer to each request; null where there was none. */
  public List<String> hashes() {
    List<String> hashes = new ArrayList<>();
    for (int i = 0; i < requests.length; i++) {
      Object first = expected.get(i);
      hashes.add(first instanceof Outputs outputs ? OutputHash.of(outputs) : (String) first);
    }
    return hashes;
  }
}
