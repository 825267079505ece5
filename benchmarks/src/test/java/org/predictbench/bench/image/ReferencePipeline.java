package org.predictbench.bench.image;

import java.awt.image.BufferedImage;

/**
 * The same preprocessing from its definition, without OpenCV: each output value by itself, in
 * {@code double}, from a {@link BufferedImage} that the JDK decoded.
 */
final class ReferencePipeline {
  private static final double[] MEANS = {123.68, 116.78, 103.94};

  private ReferencePipeline() {}

  /**
   * @param resizedHeight and {@code resizedWidth}: worked out by hand for each test's image
   */
  static double[] features(BufferedImage image, int resizedHeight, int resizedWidth) {
    double[] features = new double[224 * 224 * 3];
    int top = Math.floorDiv(resizedHeight - 224, 2);
    int left = Math.floorDiv(resizedWidth - 224, 2);
    for (int index = 0; index < features.length; index++) {
      int channel = index % 3;
      int x = index / 3 % 224 + left;
      int y = index / 3 / 224 + top;
      double sourceX = x * (double) image.getWidth() / resizedWidth;
      double sourceY = y * (double) image.getHeight() / resizedHeight;
      features[index] = bilinear(image, sourceX, sourceY, channel) - MEANS[channel];
    }
    return features;
  }

  /** The mean of all pixels, each weighted by a tent of width one around the sampling point. */
  private static double bilinear(BufferedImage image, double x, double y, int channel) {
    double sum = 0;
    for (int row = (int) y; row <= (int) y + 1; row++) {
      for (int column = (int) x; column <= (int) x + 1; column++) {
        double weight = (1 - Math.abs(x - column)) * (1 - Math.abs(y - row));
        int rgb =
            image.getRGB(
                Math.min(column, image.getWidth() - 1), Math.min(row, image.getHeight() - 1));
        sum += weight * (rgb >> (16 - 8 * channel) & 0xff);
      }
    }
    return sum;
  }
}
