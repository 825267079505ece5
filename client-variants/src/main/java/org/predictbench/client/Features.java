package org.predictbench.client;

import java.util.Arrays;

/**
 * One request's input: a dense float tensor, free of any protobuf type.
 *
 * <p>The arrays are not copied, so that no variant pays for a copy that another does not; neither
 * side may change them afterwards.
 *
 * @param values row-major elements; for images NHWC, as many as the shape's product
 * @param shape size of each dimension, the batch first
 */
public record Features(float[] values, long... shape) implements ModelInput {

  /** Checks that values and shape agree. */
  public Features {
    long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (elements != values.length) {
      throw new IllegalArgumentException(
          "shape %s holds %d values, not %d"
              .formatted(Arrays.toString(shape), elements, values.length));
    }
  }

  /**
   * The input of a client that sends floats.
   *
   * @throws IllegalArgumentException for any other
   */
  public static Features of(ModelInput input) {
    if (input instanceof Features features) {
      return features;
    }
    throw new IllegalArgumentException(
        "this client sends floats; JPEG images need encoding 'jpeg-bytes'");
  }

  /** The size of the first dimension: how many answers to expect. */
  public int batchSize() {
    return shape.length == 0 ? 1 : Math.toIntExact(shape[0]);
  }

  /** The same rows {@code times} over, as one larger batch. */
  public Features repeated(int times) {
    float[] all = new float[values.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(values, 0, all, i * values.length, values.length);
    }
    long[] larger = shape.clone();
    larger[0] *= times;
    return new Features(all, larger);
  }
}
