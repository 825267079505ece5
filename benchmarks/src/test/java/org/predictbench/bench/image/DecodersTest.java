package org.predictbench.bench.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.predictbench.bench.image.RgbPixels.Decoder;

/** Either decoder, held against what TensorFlow's own op makes of the same file. */
class DecodersTest {
  /** The levels by which a sample of a JPEG may differ: conversions are rounded, or cut. */
  private static final int JPEG_ROUNDING = 2;

  private static Stream<Arguments> everyImageByEither() {
    return ImageSamples.names().stream()
        .flatMap(name -> Stream.of(Decoder.values()).map(each -> Arguments.of(name, each)));
  }

  @ParameterizedTest(name = "{0} by {1}")
  @MethodSource("everyImageByEither")
  void pixelsAreTensorFlows(String name, Decoder decoder) {
    int off =
        ImageSamples.distance(
            decoder.decode(ImageSamples.file(name)), ImageSamples.byTensorFlow(name));
    assertThat(off).isLessThanOrEqualTo(name.endsWith(".png") ? 0 : JPEG_ROUNDING);
  }

  @Test
  void everyKindIsAmongThem() {
    assertThat(ImageSamples.names())
        .hasSizeGreaterThan(40)
        .contains("cmyk.jpg", "ycck.jpg", "rgb.jpg", "gray-16.png", "rgba-16-interlaced.png");
  }

  /** A profile turns what ImageIO makes of its pixels, but not what TensorFlow does. */
  @ParameterizedTest
  @EnumSource
  void colourProfilesAreNotApplied(Decoder decoder) {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] head = "\u00ff\u00e2..ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1);
    int length = profile.length + head.length - 2;
    head[2] = (byte) (length >> 8);
    head[3] = (byte) length;
    byte[] plain = ImageSamples.bytes("ycc-444.jpg");
    // After the 20 bytes of the start and of JFIF's segment.
    byte[] profiled = ImageSamples.insert(ImageSamples.insert(plain, 20, profile), 20, head);

    assertThat(decoder.decode(ImageFile.of(profiled, "profiled.jpg")).samples())
        .isEqualTo(decoder.decode(ImageFile.of(plain, "plain.jpg")).samples());
  }

  @Test
  void grayIsNotTakenForLight() {
    for (Decoder decoder : Decoder.values()) {
      RgbPixels pixels = decoder.decode(ImageSamples.file("gray-8.png"));

      // The first row goes up from 0 to 255 over 45 pixels.
      assertThat(List.of(pixels.sample(0, 3, 0), pixels.sample(0, 3, 2))).containsOnly(17);
    }
  }
}
