package org.predictbench.bench.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.bench.image.RgbPixels.Decoder;

class ExifOrientationTest {
  @ParameterizedTest
  @CsvSource({
    "1, abc/def",
    "2, cba/fed",
    "3, fed/cba",
    "4, def/abc",
    "5, ad/be/cf",
    "6, da/eb/fc",
    "7, fc/eb/da",
    "8, cf/be/ad",
  })
  void pictureIsTurnedAsItIsToBeLookedAt(int orientation, String expected) {
    assertThat(text(ExifOrientation.apply(orientation, picture("abc/def")))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void featuresAreThoseOfTheTurnedPictureByEitherDecoder(int orientation) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      ImageFile file = ImageFile.of(withExif(orientation, order), "cat.jpg");
      assertThat(file.orientation()).isEqualTo(orientation);
      assertThat(file.notes())
          .isEqualTo(
              orientation == 1
                  ? List.of()
                  : List.of("cat.jpg is turned by its Exif orientation " + orientation));
      for (Decoder decoder : Decoder.values()) {
        RgbPixels stored = decoder.decode(ImageSamples.file("ycc-420.jpg"));

        assertThat(decoder.decode(file).samples()).as("decoded").isEqualTo(stored.samples());
        assertThat(ImagePreprocessor.features(file, decoder))
            .isEqualTo(ImagePreprocessor.features(ExifOrientation.apply(orientation, stored)));
      }
    }
  }

  @Test
  void whatCannotBeReadTurnsNothing() {
    byte[] good = exif(6, ByteOrder.BIG_ENDIAN);
    for (int length = 0; length < 20; length++) {
      assertThat(ExifOrientation.of(good, 0, length)).as("%d bytes", length).isEqualTo(1);
    }
    for (int orientation : new int[] {0, 9, 65535}) {
      assertThat(ImageFile.of(withExif(orientation, ByteOrder.BIG_ENDIAN), "a.jpg").orientation())
          .isEqualTo(1);
    }
    // A directory beyond the segment, as far as an unsigned number goes.
    byte[] far = ByteBuffer.wrap(good.clone()).putInt(4, -1).array();
    assertThat(ExifOrientation.of(far, 0, far.length)).isEqualTo(1);
  }

  /** TIFF's header, a directory of two entries; the orientation is the second. */
  private static byte[] exif(int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 24 + 4).order(order);
    tiff.putShort((short) (order == ByteOrder.BIG_ENDIAN ? 0x4d4d : 0x4949));
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x0100).putShort((short) 4).putInt(1).putInt(45);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation);
    return tiff.array();
  }

  static byte[] withExif(int orientation, ByteOrder order) {
    byte[] tiff = exif(orientation, order);
    ByteBuffer segment = ByteBuffer.allocate(10 + tiff.length);
    segment.putShort((short) 0xffe1).putShort((short) (8 + tiff.length));
    segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(tiff);
    return ImageSamples.insert(ImageSamples.bytes("ycc-420.jpg"), 2, segment.array());
  }

  private static RgbPixels picture(String rows) {
    String[] lines = rows.split("/");
    byte[] samples = new byte[lines.length * lines[0].length() * 3];
    int next = 0;
    for (char letter : String.join("", lines).toCharArray()) {
      samples[next++] = (byte) letter;
      samples[next++] = (byte) (letter + 1);
      samples[next++] = (byte) (letter + 2);
    }
    return new RgbPixels(lines.length, lines[0].length(), samples);
  }

  private static String text(RgbPixels pixels) {
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < pixels.height(); y++) {
      text.append(y == 0 ? "" : "/");
      for (int x = 0; x < pixels.width(); x++) {
        int letter = pixels.sample(y, x, 0);
        assertThat(pixels.sample(y, x, 2)).isEqualTo(letter + 2);
        text.append((char) letter);
      }
    }
    return text.toString();
  }
}
