package org.predictbench.bench;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.predictbench.bench.fork.ForkContext;
import org.predictbench.bench.image.ImagePreprocessor;
import org.predictbench.bench.image.RgbPixels;
import org.predictbench.bench.image.SampleImage;

/**
 * What does it cost to make features of a JPEG, before any call? OpenCV's decoder against the JDK's
 * ImageIO; decoding alone, and with resizing, cropping and subtraction of the means.
 *
 * <p>Timed: from the JPEG's bytes in memory. The two decoders may differ by a level or two in a
 * pixel, as any two do; that they see the same picture is checked.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class ImageBenchmark {
  private static final String DECODER = "decoder";
  private static final String WORK = "work";
  private static final List<String> WORKS = List.of("decode", "features");

  @Param("opencv")
  public String decoder;

  @Param("features")
  public String work;

  private ForkContext context;
  private RgbPixels.Decoder chosen;
  private boolean whole;
  private byte[] jpeg;

  /**
   * Checks a cell's parameters.
   *
   * @throws IllegalArgumentException if there are others than {@code decoder} and {@code work}, or
   *     a value is unknown
   */
  public static void requireParameters(Map<String, String> parameters) {
    if (!parameters.keySet().equals(Set.of(DECODER, WORK))
        || !WORKS.contains(parameters.get(WORK))) {
      throw new IllegalArgumentException(
          "an image cell needs client {decoder: ..., work: decode} or {..., work: features}, not "
              + parameters);
    }
    var unused = RgbPixels.Decoder.of(parameters.get(DECODER));
  }

  @Setup(Level.Trial)
  public void open() {
    context = ForkContext.open();
    context.awaitSlice();
    try {
      chosen = RgbPixels.Decoder.of(decoder);
      whole = work.equals("features");
      jpeg = SampleImage.bytes();
      requireSamePicture();
      context.warmUp(this::work);
    } catch (RuntimeException e) {
      throw context.failed(e);
    }
    context.endSlice();
  }

  private void requireSamePicture() {
    float[] mine = ImagePreprocessor.preprocess(jpeg, "sample", chosen);
    float[] reference = ImagePreprocessor.preprocess(jpeg, "sample", RgbPixels.Decoder.OPENCV);
    double difference = 0;
    for (int i = 0; i < mine.length; i++) {
      difference += Math.abs(mine[i] - reference[i]);
    }
    if (difference / mine.length > 1) {
      throw new IllegalStateException("the decoders see different pictures");
    }
  }

  @Setup(Level.Iteration)
  public void awaitSlice() {
    context.awaitSlice();
  }

  @TearDown(Level.Iteration)
  public void endSlice() {
    context.endSlice();
  }

  @Benchmark
  public Object work() {
    return whole
        ? ImagePreprocessor.preprocess(jpeg, "sample", chosen)
        : chosen.decode(jpeg).orElseThrow();
  }

  @TearDown(Level.Trial)
  public void close() {
    context.awaitSlice();
    context.close();
  }
}
