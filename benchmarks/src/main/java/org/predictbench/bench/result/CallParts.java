package org.predictbench.bench.result;

import java.util.Map;

/**
 * What the parts of a call took in one fork: the mean over the middle half of its calls, shortest
 * and longest quarter left out, so that the parts still add up to such a call.
 *
 * @param calls whose parts were measured, in measured time slices
 * @param nanos by the name of the part
 */
public record CallParts(long calls, Map<String, Double> nanos) {
  public CallParts {
    nanos = Map.copyOf(nanos);
  }
}
