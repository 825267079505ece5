package org.predictbench.bench.image;

/**
 * One axis of TensorFlow 1's bilinear resize ({@code align_corners=False}, no half-pixel centres):
 * where each kept output position samples the input, in the {@code float} arithmetic of that
 * kernel.
 *
 * <p>Not OpenCV's {@code resize}, which samples at half-pixel centres, nor its {@code remap} and
 * {@code warpAffine}, which round sampling positions to 1/32 of a pixel, even on {@code float}
 * images: at a sharp edge that is several grey levels off.
 */
final class LegacyBilinear {
  private final int[] lower;
  private final int[] upper;
  private final float[] weight;

  /**
   * @param inputSize length of the axis in the decoded image
   * @param resizedSize its length after resizing
   * @param offset the first resized position that the crop keeps
   * @param count how many positions the crop keeps; no others are computed
   */
  LegacyBilinear(int inputSize, int resizedSize, int offset, int count) {
    lower = new int[count];
    upper = new int[count];
    weight = new float[count];
    float scale = inputSize / (float) resizedSize;
    for (int i = 0; i < count; i++) {
      float position = (offset + i) * scale;
      lower[i] = (int) position;
      upper[i] = Math.min(lower[i] + 1, inputSize - 1);
      weight[i] = position - lower[i];
    }
  }

  int count() {
    return weight.length;
  }

  /** The input position at or before the {@code i}-th sampling point. */
  int lower(int i) {
    return lower[i];
  }

  /** The input position after it; the last one stands for all beyond the border. */
  int upper(int i) {
    return upper[i];
  }

  /** Between the values at {@link #lower} and {@link #upper}. */
  float interpolate(int i, float atLower, float atUpper) {
    return atLower + (atUpper - atLower) * weight[i];
  }
}
