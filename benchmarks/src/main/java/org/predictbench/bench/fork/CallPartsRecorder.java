package org.predictbench.bench.fork;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.predictbench.bench.result.CallParts;
import org.predictbench.client.CallPart;

/** Keeps the parts of each call while recording is on, the latest ones if there are too many. */
final class CallPartsRecorder {
  private final long[][] calls;
  private long recorded;

  /**
   * @param capacity calls kept
   */
  CallPartsRecorder(int capacity) {
    calls = new long[capacity][];
  }

  /** Takes what the parts of one call took. */
  void add(long[] parts, boolean keep) {
    if (keep) {
      calls[(int) (recorded++ % calls.length)] = parts;
    }
  }

  /** The middle half of the calls kept. */
  CallParts middleHalf() {
    int kept = (int) Math.min(recorded, calls.length);
    if (kept == 0) {
      throw new IllegalStateException("no call was made in a measured time slice");
    }
    long[][] byWhole = Arrays.copyOf(calls, kept);
    Arrays.sort(byWhole, (a, b) -> Long.compare(sum(a), sum(b)));
    long[][] middle = Arrays.copyOfRange(byWhole, kept / 4, kept - kept / 4);
    Map<String, Double> means = new LinkedHashMap<>();
    CallPart[] parts = CallPart.values();
    for (int i = 0; i < parts.length; i++) {
      int at = i;
      means.put(
          parts[i].name(), Arrays.stream(middle).mapToLong(c -> c[at]).average().orElseThrow());
    }
    return new CallParts(recorded, means);
  }

  private static long sum(long[] call) {
    return Arrays.stream(call).sum();
  }
}
