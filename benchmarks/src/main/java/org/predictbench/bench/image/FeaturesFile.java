package org.predictbench.bench.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.Tensor;

/** A preprocessed image, and the file in which runs of earlier versions kept theirs. */
public final class FeaturesFile {
  private static final int SIDE = 224;
  private static final int CHANNELS = 3;

  private FeaturesFile() {}

  /** Preprocessed values as one row of a batch. */
  public static Tensor image(float[] values) {
    return Tensor.of(values, 1, SIDE, SIDE, CHANNELS);
  }

  /** Reads an image as earlier versions kept it: little-endian floats. */
  public static Tensor read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length != SIDE * SIDE * CHANNELS * Float.BYTES) {
        throw new InputException(
            "%s has %d bytes: an image of 224 x 224 x 3 floats is expected"
                .formatted(file, bytes.length));
      }
      float[] values = new float[bytes.length / Float.BYTES];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      return image(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
