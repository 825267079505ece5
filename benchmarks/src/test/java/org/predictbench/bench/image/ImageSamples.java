package org.predictbench.bench.image;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;

/** Images that {@code make_images.py} draws, and what TensorFlow makes of them. */
final class ImageSamples {
  static final Path FOLDER = Path.of("src/test/resources/images");

  /** Taken by TensorFlow, refused here: no marker says whether its inks are inverted. */
  static final String UNMARKED = "cmyk-unmarked.jpg";

  private ImageSamples() {}

  static List<String> names() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jpg") || name.endsWith(".png"))
          .filter(name -> !name.equals(UNMARKED))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ImageFile file(String name) {
    return ImageFile.of(bytes(name), name);
  }

  /** What the runtime's op gave, see RuntimeDecodesTest in model-server. */
  static RgbPixels byTensorFlow(String name) {
    Path recorded = FOLDER.resolve(name + ".rgb.gz");
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(recorded)))) {
      return new RgbPixels(in.readInt(), in.readInt(), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The largest difference between two samples; fails where the sizes differ. */
  static int distance(RgbPixels one, RgbPixels other) {
    if (one.width() != other.width() || one.height() != other.height()) {
      throw new AssertionError("%s x %s".formatted(one.width(), one.height()));
    }
    int most = 0;
    for (int i = 0; i < one.samples().length; i++) {
      most = Math.max(most, Math.abs((one.samples()[i] & 0xff) - (other.samples()[i] & 0xff)));
    }
    return most;
  }

  /** A file with other bytes put in between. */
  static byte[] insert(byte[] file, int at, byte... more) {
    byte[] all = Arrays.copyOf(file, file.length + more.length);
    System.arraycopy(more, 0, all, at, more.length);
    System.arraycopy(file, at, all, at + more.length, file.length - at);
    return all;
  }

  /** Puts right the checksums of a PNG, chunk by chunk as far as they go. */
  static byte[] withChecksums(byte[] png) {
    ByteBuffer file = ByteBuffer.wrap(png);
    int at = 8;
    while (at + 12 <= png.length) {
      int length = file.getInt(at);
      if (length < 0 || length > png.length - at - 12) {
        break;
      }
      CRC32 crc = new CRC32();
      crc.update(png, at + 4, length + 4);
      file.putInt(at + 8 + length, (int) crc.getValue());
      at += 12 + length;
    }
    return png;
  }
}
