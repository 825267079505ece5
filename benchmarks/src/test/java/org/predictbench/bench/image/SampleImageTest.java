package org.predictbench.bench.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SampleImageTest {
  @Test
  void shippedImageIsWhatTheGeneratorDraws() throws IOException {
    BufferedImage shipped = ImageIO.read(new ByteArrayInputStream(SampleImage.bytes()));
    BufferedImage drawn = SampleImageGenerator.draw();

    assertThat(shipped.getWidth()).isEqualTo(drawn.getWidth());
    assertThat(shipped.getHeight()).isEqualTo(drawn.getHeight());
    // JPEG loses a little; another drawing would differ by tens.
    assertThat(meanDifference(shipped, drawn)).isLessThan(6);
  }

  @Test
  void sizeIsAPhotographs() {
    assertThat(SampleImage.bytes().length).isBetween(40_000, 120_000);
  }

  @Test
  void callersGetArraysOfTheirOwn() {
    float[] first = SampleImage.features();
    first[0] = 1000;

    assertThat(SampleImage.features()[0]).isNotEqualTo(1000);
  }

  private static double meanDifference(BufferedImage one, BufferedImage other) {
    long sum = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          int a = one.getRGB(x, y) >> shift & 0xff;
          int b = other.getRGB(x, y) >> shift & 0xff;
          sum += Math.abs(a - b);
        }
      }
    }
    return sum / (3.0 * one.getWidth() * one.getHeight());
  }
}
