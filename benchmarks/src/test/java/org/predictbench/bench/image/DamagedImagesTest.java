package org.predictbench.bench.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.image.RgbPixels.Decoder;

/**
 * Images with some bits turned over, or cut off. Whatever the check lets pass, both decoders must
 * take; damage that leaves a valid file cannot be seen.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedImagesTest {
  /** Two decoders' rounding of inks. */
  private static final int ROUNDING = 3;

  /** Drawn and judged by TensorFlow's own op: see RuntimeDecodesTest in model-server. */
  @Test
  void whatTensorFlowRefusesIsRefused() throws IOException {
    List<String> wrong = new ArrayList<>();
    int refusedByTensorFlow = 0;
    for (String line : Files.readAllLines(ImageSamples.FOLDER.resolve("mutants.txt"))) {
      String[] words = line.split(" ");
      boolean taken = check(mutant(words), line).isPresent();
      if (words[4].equals("refused")) {
        refusedByTensorFlow++;
        if (taken) {
          wrong.add(line);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(refusedByTensorFlow).isGreaterThan(300);
  }

  @Test
  void anEarlyEndIsAlwaysSeen() {
    for (String name : ImageSamples.names()) {
      byte[] whole = ImageSamples.bytes(name);
      for (int length = 0; length < whole.length; length++) {
        assertThat(check(Arrays.copyOf(whole, length), name + " cut at " + length)).isEmpty();
      }
    }
  }

  @Test
  void bothDecodersTakeWhatIsLeft() {
    Random random = new Random(7);
    int taken = 0;
    int refused = 0;
    int unlike = 0;
    for (String name : ImageSamples.names()) {
      for (int i = 0; i < 60; i++) {
        byte[] bytes = ImageSamples.bytes(name);
        for (int flips = 1 + i % 3; flips > 0; flips--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        // Else a PNG's checksums would hide whatever comes after them.
        byte[] damaged = name.endsWith(".png") ? ImageSamples.withChecksums(bytes) : bytes;
        Optional<ImageFile> file = check(damaged, name + " no. " + i);
        if (file.isPresent()) {
          taken++;
          unlike += seeTheSame(file.get()) ? 0 : 1;
        } else {
          refused++;
        }
      }
    }
    assertThat(taken).isGreaterThan(100);
    assertThat(refused).isGreaterThan(1000);
    // Of a damaged JPEG, values may leave the range of samples. Builds of libjpeg wrap them each in
    // its own way: the JDK's own as OpenCV's does, a system's that a JDK was linked with may not.
    assertThat(unlike).isLessThan(taken / 20);
  }

  /** What the check lets pass, which both decoders must take. */
  private static Optional<ImageFile> check(byte[] bytes, String name) {
    ImageFile file;
    try {
      file = ImageFile.of(bytes, name);
    } catch (InputException e) {
      assertThat(e.getMessage()).startsWith(name + " ").doesNotContain("\n");
      return Optional.empty();
    }
    for (Decoder decoder : Decoder.values()) {
      assertThatCode(() -> decoder.decode(file)).doesNotThrowAnyException();
    }
    return Optional.of(file);
  }

  private static boolean seeTheSame(ImageFile file) {
    int off = ImageSamples.distance(Decoder.OPENCV.decode(file), Decoder.IMAGEIO.decode(file));
    return off <= ROUNDING;
  }

  private static byte[] mutant(String... words) {
    byte[] bytes = ImageSamples.bytes(words[0]);
    int at = Integer.parseInt(words[2]);
    if (words[1].equals("cut")) {
      return Arrays.copyOf(bytes, at);
    }
    bytes[at] ^= (byte) Integer.parseInt(words[3]);
    return bytes;
  }
}
