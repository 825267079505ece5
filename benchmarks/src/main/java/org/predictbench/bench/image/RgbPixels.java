package org.predictbench.bench.image;

import java.io.IOException;
import java.util.Optional;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;
import org.predictbench.bench.files.InputException;

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

  /**
   * What turns an image file into pixels. Either gives what TensorFlow's {@code decode_image} gives
   * with three channels: of a PNG the same, of a JPEG up to rounding. An orientation noted in Exif
   * is not applied, as it is not there.
   */
  public enum Decoder {
    OPENCV {
      @Override
      Optional<RgbPixels> tryDecode(ImageFile file) {
        return withOpenCv(file.bytes());
      }
    },
    IMAGEIO {
      @Override
      Optional<RgbPixels> tryDecode(ImageFile file) {
        try {
          return Optional.of(ImageIoDecoder.decode(file));
        } catch (IOException e) {
          return Optional.empty();
        }
      }
    };

    abstract Optional<RgbPixels> tryDecode(ImageFile file);

    /**
     * Decodes a checked image.
     *
     * @throws InputException in one line, if this decoder knows no way to decode it
     */
    public RgbPixels decode(ImageFile file) {
      return tryDecode(file)
          .filter(
              pixels ->
                  pixels.height() == file.header().height()
                      && pixels.width() == file.header().width())
          .orElseThrow(() -> new InputException(file.name() + " cannot be decoded by " + name()));
    }
  }

  private static Optional<RgbPixels> withOpenCv(byte[] imageBytes) {
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
