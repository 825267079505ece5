package org.predictbench.bench.result;

import java.util.List;

/**
 * What the model answered, so that a fast but wrong cell is caught.
 *
 * @param predictedClass the reply's class index of the first image
 * @param bitsSha256 SHA-256 over the reply tensors' bits, in hex: equal only if bit-identical
 * @param probabilities of the first image, compared within a tolerance across server configs
 */
public record Answer(long predictedClass, String bitsSha256, List<Float> probabilities) {
  public Answer {
    probabilities = probabilities == null ? List.of() : List.copyOf(probabilities);
  }
}
