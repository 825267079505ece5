package org.predictbench.client;

import java.util.Arrays;

/**
 * One reply, decoded.
 *
 * @param classes the most probable class of each row of the batch
 * @param probabilities row-major, {@code classes.length} rows of one value a class
 */
public record Prediction(long[] classes, float[] probabilities) {

  /** Whether both answers agree in every bit. */
  public boolean sameBitsAs(Prediction other) {
    return Arrays.equals(classes, other.classes)
        && Arrays.equals(probabilities, other.probabilities);
  }
}
