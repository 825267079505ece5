package org.predictbench.bench.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.predictbench.client.Tensor;

/** One preprocessed image on disk, so that all forks of a run send the same bits. */
public final class FeaturesFile {
  private static final int SIDE = 224;
  private static final int CHANNELS = 3;

  private FeaturesFile() {}

  public static Tensor image(float[] values) {
    return Tensor.of(values, 1, SIDE, SIDE, CHANNELS);
  }

  /** An image as one row of a batch; the sample that comes with this jar if the file is null. */
  public static Tensor imageOrSample(Path file) throws IOException {
    return image(file == null ? SampleImage.features() : ImagePreprocessor.fromFile(file));
  }

  public static void write(Path file, Tensor features) throws IOException {
    Files.write(file, bytes(features));
  }

  /** The features as they lie in the file: little-endian floats. */
  public static byte[] bytes(Tensor features) {
    byte[] bytes = new byte[Float.BYTES * features.elements()];
    features.littleEndian().get(0, bytes);
    return bytes;
  }

  public static Tensor read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      float[] values = new float[bytes.length / Float.BYTES];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      return image(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
