package org.predictbench.bench.image;

/** JFIF's colour conversion in libjpeg's fixed-point arithmetic, so that levels come out alike. */
final class YccToRgb {
  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);
  private static final int CENTRE = 128;

  private YccToRgb() {}

  /**
   * Converts the first three of so many interleaved bands, in place.
   *
   * @param inverted whether the result is ink, not light
   */
  static void convert(int[] row, int bands, boolean inverted) {
    int flip = inverted ? 255 : 0;
    for (int i = 0; i < row.length; i += bands) {
      int luma = row[i];
      int blue = row[i + 1] - CENTRE;
      int red = row[i + 2] - CENTRE;
      row[i] = clamped(luma + ((fixed(1.402) * red + HALF) >> BITS)) ^ flip;
      row[i + 1] =
          clamped(luma + ((-fixed(0.344136286) * blue - fixed(0.714136286) * red + HALF) >> BITS))
              ^ flip;
      row[i + 2] = clamped(luma + ((fixed(1.772) * blue + HALF) >> BITS)) ^ flip;
    }
  }

  private static int fixed(double factor) {
    return (int) (factor * (1 << BITS) + 0.5);
  }

  private static int clamped(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
