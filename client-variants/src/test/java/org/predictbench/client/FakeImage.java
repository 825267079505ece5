package org.predictbench.client;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * "Images" that hold a row of features each: its shape, then its floats. So the contract's floats
 * reach the fake service through a client that sends images, too.
 */
final class FakeImage {
  private FakeImage() {}

  /** One image a row. */
  static JpegImages of(Features features) {
    int rows = features.batchSize();
    int floats = features.values().length / rows;
    int dims = features.shape().length - 1;
    List<byte[]> images = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      byte[] bytes = new byte[Long.BYTES * (dims + 1) + Float.BYTES * floats];
      ByteBuffer image = littleEndian(bytes);
      image.putLong(dims);
      Arrays.stream(features.shape()).skip(1).forEach(image::putLong);
      image.asFloatBuffer().put(features.values(), row * floats, floats);
      images.add(bytes);
    }
    return new JpegImages(images);
  }

  /** The features that {@link #of} made these from. */
  static Features read(List<ByteString> images) {
    float[] values = new float[0];
    long[] shape = {0};
    for (ByteString image : images) {
      ByteBuffer bytes = littleEndian(image.toByteArray());
      shape = new long[Math.toIntExact(bytes.getLong()) + 1];
      shape[0] = images.size();
      for (int i = 1; i < shape.length; i++) {
        shape[i] = bytes.getLong();
      }
      int before = values.length;
      int floats = bytes.remaining() / Float.BYTES;
      values = Arrays.copyOf(values, before + floats);
      bytes.asFloatBuffer().get(values, before, floats);
    }
    return new Features(values, shape);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A client that is given floats and sends them as images. */
  record Sender(PredictClient client) implements PredictClient {
    @Override
    public Prediction predict(ModelInput input) {
      return client.predict(of((Features) input));
    }

    @Override
    public CompletableFuture<Prediction> predictAsync(ModelInput input) {
      return client.predictAsync(of((Features) input));
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
