package org.predictbench.bench.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.bench.files.InputException;

/** libjpeg reports but the first warning of a file: an innocent one must not hide damage. */
class HiddenDamageTest {
  /** The end of the start marker and of JFIF's segment. */
  private static final int AFTER_JFIF = 20;

  /** What libjpeg warns of, though pixels do not depend on it. */
  private enum Innocent {
    JFIF_VERSION {
      @Override
      byte[] put(byte[] jpeg) {
        jpeg[11] = 9;
        return jpeg;
      }
    },
    ADOBE_TRANSFORM {
      @Override
      byte[] put(byte[] jpeg) {
        return ImageSamples.insert(
            jpeg, AFTER_JFIF, latin("\u00ff\u00ee\0\u000eAdobe\0d\0\0\0\0\7"));
      }
    },
    BYTES_BETWEEN_SEGMENTS {
      @Override
      byte[] put(byte[] jpeg) {
        return ImageSamples.insert(jpeg, AFTER_JFIF, new byte[3]);
      }
    },
    RANGE_OF_A_SEQUENTIAL_SCAN {
      @Override
      byte[] put(byte[] jpeg) {
        // After the marker, a length of 12, and three components.
        jpeg[lastScan(jpeg) + 12] = 0;
        return jpeg;
      }
    };

    abstract byte[] put(byte[] jpeg);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static int last(byte[] jpeg, String marker) {
    return new String(jpeg, StandardCharsets.ISO_8859_1).lastIndexOf(marker);
  }

  private static int lastScan(byte[] jpeg) {
    return last(jpeg, "\u00ff\u00da");
  }

  private static void assertRefused(byte[] jpeg) {
    assertThatThrownBy(() -> ImageFile.of(jpeg, "x"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("x is a damaged JPEG: ");
  }

  /** Without 40 bytes before the end marker. */
  private static byte[] shortened(byte[] jpeg) {
    byte[] less = Arrays.copyOf(jpeg, jpeg.length - 40);
    less[less.length - 2] = (byte) 0xff;
    less[less.length - 1] = (byte) 0xd9;
    return less;
  }

  @ParameterizedTest
  @EnumSource
  void innocentThingsAreTakenAndHideNothing(Innocent what) {
    byte[] jpeg = what.put(ImageSamples.bytes("ycc-444.jpg"));

    assertThat(ImageFile.of(jpeg, "x").notes())
        .hasSize(what == Innocent.BYTES_BETWEEN_SEGMENTS ? 1 : 0);
    assertRefused(shortened(jpeg));
  }

  @Test
  void bytesLeftOverBeforeAnotherScanAreRefused() {
    byte[] jpeg = ImageSamples.bytes("gray-progressive.jpg");
    // Of a few, which fit into a decoder's buffer of bits, not every libjpeg warns.
    byte[] more = ImageSamples.insert(jpeg, last(jpeg, "\u00ff\u00c4"), new byte[20]);

    assertRefused(more);
    assertRefused(shortened(more));
  }

  /** What follows it passes for bytes left over before the end marker, and a part is missing. */
  @Test
  void aDamagedLastRestartMarkerIsSeen() {
    byte[] jpeg = ImageSamples.bytes("ycc-restarts.jpg");
    int at = jpeg.length - 2;
    do {
      at--;
    } while ((jpeg[at] & 0xff) != 0xff || (jpeg[at + 1] & 0xf8) != 0xd0);
    jpeg[at] ^= 1;

    assertRefused(jpeg);
  }

  @Test
  void thePictureMayBeSmallerThanASample() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "jpeg", out);

    assertThat(ImageFile.of(out.toByteArray(), "x").notes()).isEmpty();
  }
}
