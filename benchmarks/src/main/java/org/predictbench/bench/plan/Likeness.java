package org.predictbench.bench.plan;

import java.util.Arrays;
import java.util.Set;
import org.predictbench.client.Outputs;
import org.predictbench.client.Tensor;

/**
 * How alike two answers to one request must be. Integers and strings must be equal; so must every
 * bit of a float, unless a difference is allowed: a row that runs in a batch with others is added
 * up in another order.
 *
 * @param tolerance largest difference between two floats, as a share of the larger one, or as it is
 *     for values below 1; 0 for none
 */
public record Likeness(double tolerance) {
  /** To the bit. */
  public static final Likeness SAME_BITS = new Likeness(0);

  /** Whether both have the same outputs, and these are alike. */
  public boolean holds(Outputs one, Outputs other) {
    if (one.sameBitsAs(other)) {
      return true;
    }
    if (tolerance == 0 || !Set.copyOf(one.aliases()).equals(Set.copyOf(other.aliases()))) {
      return false;
    }
    return one.aliases().stream().allMatch(alias -> holds(one.tensor(alias), other.tensor(alias)));
  }

  private boolean holds(Tensor one, Tensor other) {
    if (one.sameBitsAs(other)) {
      return true;
    }
    if (one.dtype() != other.dtype()
        || !FloatValues.isFloating(one.dtype())
        || !Arrays.equals(one.shape(), other.shape())) {
      return false;
    }
    for (int i = 0; i < one.elements(); i++) {
      if (!holds(FloatValues.at(one, i), FloatValues.at(other, i))) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(double mine, double theirs) {
    double size = Math.max(1, Math.max(Math.abs(mine), Math.abs(theirs)));
    double apart = Math.abs(mine - theirs);
    // What is no number, or has no end, is like itself alone.
    return Double.compare(mine, theirs) == 0
        || (Double.isFinite(apart) && apart <= tolerance * size);
  }
}
