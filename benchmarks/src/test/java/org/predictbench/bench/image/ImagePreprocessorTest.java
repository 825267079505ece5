package org.predictbench.bench.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagePreprocessorTest {
  @TempDir Path directory;

  @ParameterizedTest(name = "{0} x {1} is resized to {2} x {3}")
  @CsvSource({
    "640, 480, 341, 256",
    "480, 640, 256, 341",
    "500, 375, 341, 256",
    "256, 256, 256, 256",
    "300, 900, 256, 768",
    // Enlarged: sampling beyond the last pixel's centre repeats it.
    "1, 3, 256, 768",
    "20, 10, 512, 256",
    // 256 / 61 * 61 is below 256 in float, and truncated.
    "61, 61, 255, 255",
  })
  void pngMatchesTheDefinition(int width, int height, int resizedWidth, int resizedHeight)
      throws IOException {
    BufferedImage image = randomPixels(width, height);

    float[] features = ImagePreprocessor.features(ImageFile.of(encode(image, "png"), "random.png"));

    double[] expected = ReferencePipeline.features(image, resizedHeight, resizedWidth);
    assertThat(maxDifference(features, expected)).isLessThan(1e-2);
  }

  @Test
  void jpegMatchesTheDefinitionUpToItsDecoder() throws IOException {
    BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(SampleImage.bytes()));

    double[] expected = ReferencePipeline.features(decoded, 256, 341);

    // Inverse DCT and chroma upsampling may differ between builds of libjpeg.
    assertThat(meanDifference(SampleImage.features(), expected)).isLessThan(1);
    assertThat(maxDifference(SampleImage.features(), expected)).isLessThan(40);
  }

  @Test
  void oneColourGivesItsChannelsLessTheMeansInRgbOrder() throws IOException {
    BufferedImage image = new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 300 * 300; i++) {
      image.setRGB(i % 300, i / 300, 0xc86432);
    }

    float[] features = ImagePreprocessor.features(ImageFile.of(encode(image, "png"), "plain.png"));

    assertThat(features).hasSize(224 * 224 * 3).startsWith(200 - 123.68f, 100 - 116.78f);
    assertThat(features[features.length - 1]).isEqualTo(50 - 103.94f);
  }

  @Test
  void greyAndTransparentImagesBecomeRgb() throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_ARGB}) {
      BufferedImage image = new BufferedImage(256, 256, type);

      float[] features =
          ImagePreprocessor.features(ImageFile.of(encode(image, "png"), "black.png"));

      assertThat(features).hasSize(224 * 224 * 3).startsWith(-123.68f, -116.78f, -103.94f);
    }
  }

  @Test
  void fileGivesWhatItsBytesGive() throws IOException {
    Path file = Files.write(directory.resolve("sample.jpg"), SampleImage.bytes());

    assertThat(ImagePreprocessor.features(ImageFile.read(file))).isEqualTo(SampleImage.features());
  }

  private static BufferedImage randomPixels(int width, int height) {
    Random random = new Random(7);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    return image;
  }

  private static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static double maxDifference(float[] actual, double[] expected) {
    double max = 0;
    for (int i = 0; i < expected.length; i++) {
      max = Math.max(max, Math.abs(actual[i] - expected[i]));
    }
    return max;
  }

  private static double meanDifference(float[] actual, double[] expected) {
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      sum += Math.abs(actual[i] - expected[i]);
    }
    return sum / expected.length;
  }
}
