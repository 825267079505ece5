package org.predictbench.bench.image;

/**
 * The evaluation preprocessing of TensorFlow's official ResNet ({@code
 * official/r1/resnet/imagenet_preprocessing.py}): decode to RGB, resize the short side to 256, crop
 * the central 224 x 224, subtract each channel's mean. Values are not scaled otherwise.
 *
 * <p>Stateless and thread-safe.
 */
public final class ImagePreprocessor {
  /** Height and width of the features. */
  public static final int CROP_SIZE = 224;

  /** R, G and B. */
  public static final int CHANNELS = RgbPixels.CHANNELS;

  private static final int SHORT_SIDE = 256;
  private static final float[] CHANNEL_MEANS = {123.68f, 116.78f, 103.94f};

  private ImagePreprocessor() {}

  /**
   * Features of an image as it is to be looked at: turned by its Exif orientation.
   *
   * @return shape (224, 224, 3), row-major, channels in the order RGB
   */
  public static float[] features(ImageFile image) {
    return features(image, RgbPixels.Decoder.OPENCV);
  }

  /** The same with a decoder of one's choice. */
  public static float[] features(ImageFile image, RgbPixels.Decoder decoder) {
    return features(ExifOrientation.apply(image.orientation(), decoder.decode(image)));
  }

  static float[] features(RgbPixels pixels) {
    int shortSide = Math.min(pixels.height(), pixels.width());
    return sample(
        pixels,
        keptPositions(pixels.height(), shortSide),
        keptPositions(pixels.width(), shortSide));
  }

  private static LegacyBilinear keptPositions(int inputSize, int shortSide) {
    // In float and in this order, as the reference does: its truncation makes some sides 255.
    float ratio = SHORT_SIDE / (float) shortSide;
    int resizedSize = (int) (inputSize * ratio);
    return new LegacyBilinear(inputSize, resizedSize, (resizedSize - CROP_SIZE) / 2, CROP_SIZE);
  }

  private static float[] sample(RgbPixels pixels, LegacyBilinear rows, LegacyBilinear columns) {
    float[] features = new float[rows.count() * columns.count() * CHANNELS];
    int next = 0;
    for (int i = 0; i < rows.count(); i++) {
      for (int j = 0; j < columns.count(); j++) {
        for (int channel = 0; channel < CHANNELS; channel++) {
          float above = alongRow(pixels, rows.lower(i), columns, j, channel);
          float below = alongRow(pixels, rows.upper(i), columns, j, channel);
          features[next++] = rows.interpolate(i, above, below) - CHANNEL_MEANS[channel];
        }
      }
    }
    return features;
  }

  private static float alongRow(
      RgbPixels pixels, int y, LegacyBilinear columns, int j, int channel) {
    return columns.interpolate(
        j,
        pixels.sample(y, columns.lower(j), channel),
        pixels.sample(y, columns.upper(j), channel));
  }
}
