package org.predictbench.bench.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.predictbench.client.Features;

/** One preprocessed image on disk, so that all forks of a run send the same bits. */
public final class FeaturesFile {
  private static final int SIDE = 224;
  private static final int CHANNELS = 3;

  private FeaturesFile() {}

  public static Features image(float[] values) {
    return new Features(values, 1, SIDE, SIDE, CHANNELS);
  }

  /** An image as one row of a batch; the sample that comes with this jar if the file is null. */
  public static Features imageOrSample(Path file) throws IOException {
    return image(file == null ? SampleImage.features() : ImagePreprocessor.fromFile(file));
  }

  public static void write(Path file, Features features) throws IOException {
    Files.write(file, bytes(features));
  }

  public static byte[] bytes(Features features) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * features.values().length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(features.values());
    return bytes.array();
  }

  public static Features read(Path file) {
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
