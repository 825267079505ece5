package org.predictbench.bench.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;

/**
 * Requests that are sent in turn, each with the answer it must have: the first one that it got.
 * Safe for any number of threads.
 */
public final class RequestCycle {
  private final Inputs[] requests;
  private final AtomicReferenceArray<Outputs> expected;
  private final AtomicInteger sent = new AtomicInteger();

  /** Of one request or more. */
  public RequestCycle(List<Inputs> requests) {
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
   * Compares an answer with the first one to the same request, bit for bit; the first one is taken
   * for right.
   */
  public boolean isRight(int index, Outputs answer) {
    Outputs first = expected.get(index);
    if (first == null && expected.compareAndSet(index, null, answer)) {
      return true;
    }
    return answer.sameBitsAs(first == null ? expected.get(index) : first);
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

  /** The first answer to each request; null where there was none. */
  public List<Outputs> answers() {
    List<Outputs> answers = new ArrayList<>();
    for (int i = 0; i < requests.length; i++) {
      answers.add(expected.get(i));
    }
    return answers;
  }
}
