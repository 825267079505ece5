package org.predictbench.bench.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * A decoded image: 8 bits a channel, interleaved RGB, rows from the top.
 *
 * @param samples {@code height * width * 3} unsigned bytes
 */
public record RgbPixels(int height, int width, byte[] samples) {
  static final int CHANNELS = 3;

  /** As {@code tf.image.decode_jpeg} does, an orientation noted in Exif is not applied. */
  private static final int DECODE_FLAGS =
      Imgcodecs.IMREAD_COLOR | Imgcodecs.IMREAD_IGNORE_ORIENTATION;

  /** What turns an encoded image into pixels. */
  public enum Decoder {
    OPENCV {
      @Override
      public Optional<RgbPixels> decode(byte[] imageBytes) {
        return withOpenCv(imageBytes);
      }
    },
    IMAGEIO {
      @Override
      public Optional<RgbPixels> decode(byte[] imageBytes) {
        return withImageIo(imageBytes);
      }
    };

    /** Empty if this decoder knows no way to decode these bytes. */
    public abstract Optional<RgbPixels> decode(byte[] imageBytes);
  }

  private static Optional<RgbPixels> withImageIo(byte[] imageBytes) {
    BufferedImage image;
    try {
      // Off the disk: ImageIO's cache would otherwise be a temporary file.
      ImageIO.setUseCache(false);
      image = ImageIO.read(new ByteArrayInputStream(imageBytes));
    } catch (IOException e) {
      return Optional.empty();
    }
    if (image == null) {
      return Optional.empty();
    }
    int height = image.getHeight();
    int width = image.getWidth();
    byte[] samples = new byte[Math.multiplyExact(height * width, CHANNELS)];
    int[] row = new int[width];
    int next = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int rgb : row) {
        samples[next++] = (byte) (rgb >> 16);
        samples[next++] = (byte) (rgb >> 8);
        samples[next++] = (byte) rgb;
      }
    }
    return Optional.of(new RgbPixels(height, width, samples));
  }

  private static Optional<RgbPixels> withOpenCv(byte[] imageBytes) {
    if (imageBytes.length == 0) {
      return Optional.empty();
    }
    NativeOpenCv.ensureLoaded();
    MatOfByte encoded = new MatOfByte(imageBytes);
    Mat pixels = null;
    try {
      pixels = Imgcodecs.imdecode(encoded, DECODE_FLAGS);
      if (pixels.empty()) {
        return Optional.empty();
      }
      Imgproc.cvtColor(pixels, pixels, Imgproc.COLOR_BGR2RGB);
      byte[] samples = new byte[Math.toIntExact(pixels.total() * CHANNELS)];
      pixels.get(0, 0, samples);
      return Optional.of(new RgbPixels(pixels.rows(), pixels.cols(), samples));
    } catch (CvException e) {
      // What OpenCV throws, rather than returns, for a header that claims an absurd size.
      return Optional.empty();
    } finally {
      encoded.release();
      if (pixels != null) {
        pixels.release();
      }
    }
  }

  /** From 0 to 255. */
  int sample(int y, int x, int channel) {
    return samples[(y * width + x) * CHANNELS + channel] & 0xff;
  }
}
