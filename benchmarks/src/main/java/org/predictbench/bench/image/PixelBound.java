package org.predictbench.bench.image;

/** How large a picture may be, held against its header before anything is allocated for it. */
final class PixelBound {
  /** A PNG of 100 kB can claim some gigabytes of pixels. */
  static final long MOST_PIXELS = 100_000_000;

  /** As libpng, and with it TensorFlow, has it. */
  private static final long LONGEST_SIDE = 1_000_000;

  /** A picture and the same one turned. */
  private static final int BYTES_A_PIXEL = 2 * RgbPixels.CHANNELS;

  private PixelBound() {}

  /**
   * Refuses a picture without pixels, with too many, or with more than this JVM's heap takes.
   *
   * @param width unsigned, as a header has it
   */
  static void require(long width, long height) throws BadImageException {
    require(width, height, Runtime.getRuntime().maxMemory());
  }

  static void require(long width, long height, long heap) throws BadImageException {
    String size = "has %d x %d pixels".formatted(width, height);
    if (width == 0 || height == 0) {
      throw new BadImageException(size + ": at least one is expected");
    }
    // Sides are below 2^32, so that the product may pass for negative.
    if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_PIXELS) {
      throw new BadImageException(
          size + ": at most 100 million are decoded, and at most 1 million a side");
    }
    if (width * height * BYTES_A_PIXEL > heap / 2) {
      throw new BadImageException(size + ", more than this heap takes: raise it (java -Xmx)");
    }
  }
}
