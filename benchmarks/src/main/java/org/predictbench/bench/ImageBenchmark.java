package org.predictbench.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.predictbench.bench.fork.ForkContext;
import org.predictbench.bench.image.ImageFile;
import org.predictbench.bench.image.ImagePreprocessor;
import org.predictbench.bench.image.RgbPixels;
import org.predictbench.bench.image.SampleImage;

/**
 * What does it cost to make features of a JPEG, before any call? OpenCV's decoder against the JDK's
 * ImageIO; decoding alone, and with resizing, cropping and subtraction of the means.
 *
 * <p>Timed: from the JPEG's bytes in memory, once they have been checked. The two decoders may
 * differ by a level or two in a pixel, as any two do; that they see the same picture is checked.
 */
public class ImageBenchmark extends OneCallerBenchmark {
  /** How far an image is taken. */
  public enum Work {
    DECODE,
    FEATURES
  }

  @Param("OPENCV")
  public RgbPixels.Decoder decoder;

  @Param("FEATURES")
  public Work work;

  private ImageFile jpeg;

  @Override
  void prepare(ForkContext fork) {
    jpeg = SampleImage.file();
    requireSamePicture();
  }

  private void requireSamePicture() {
    float[] mine = ImagePreprocessor.features(jpeg, decoder);
    float[] reference = ImagePreprocessor.features(jpeg, RgbPixels.Decoder.OPENCV);
    double difference = 0;
    for (int i = 0; i < mine.length; i++) {
      difference += Math.abs(mine[i] - reference[i]);
    }
    if (difference / mine.length > 1) {
      throw new IllegalStateException("the decoders see different pictures");
    }
  }

  @Override
  Object once() {
    return work == Work.FEATURES ? ImagePreprocessor.features(jpeg, decoder) : decoder.decode(jpeg);
  }

  @Benchmark
  public Object work() {
    return measured();
  }
}
