package org.predictbench.modelserver.export;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictLog;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictionLog;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/**
 * Writes the requests that a server replays before it serves a model: a TFRecord file of
 * PredictionLogs, as TensorFlow Serving reads it. A record is its length, the length's checksum,
 * the bytes and their checksum, all little endian.
 */
final class WarmUpRequests {
  private static final Path FILE = Path.of("assets.extra", "tf_serving_warmup_requests");

  /** TFRecord's masks keep the checksum of data with checksums inside from degenerating. */
  private static final int MASK_DELTA = 0xa282ead8;

  private WarmUpRequests() {}

  static void write(Path version, List<PredictRequest> requests) throws IOException {
    Path file = version.resolve(FILE);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      for (PredictRequest request : requests) {
        byte[] log =
            PredictionLog.newBuilder()
                .setPredictLog(PredictLog.newBuilder().setRequest(request))
                .build()
                .toByteArray();
        byte[] length = littleEndian(Long.BYTES).putLong(log.length).array();
        out.write(length);
        out.write(littleEndian(Integer.BYTES).putInt(checksum(length)).array());
        out.write(log);
        out.write(littleEndian(Integer.BYTES).putInt(checksum(log)).array());
      }
    }
  }

  /** Returns a request without inputs; a server ignores which model it names. */
  static PredictRequest.Builder of(String signature) {
    return PredictRequest.newBuilder()
        .setModelSpec(ModelSpec.newBuilder().setName("warm-up").setSignatureName(signature));
  }

  /** Returns a tensor of one value: a server repeats the last one that is given. */
  static TensorProto ints(long value, long... shape) {
    return tensor(DataType.DT_INT64, shape).addInt64Val(value).build();
  }

  /** Returns a tensor of one value. */
  static TensorProto floats(float value, long... shape) {
    return tensor(DataType.DT_FLOAT, shape).addFloatVal(value).build();
  }

  static TensorProto strings(List<ByteString> values) {
    return tensor(DataType.DT_STRING, values.size()).addAllStringVal(values).build();
  }

  static TensorProto.Builder tensor(DataType type, long... shape) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    for (long size : shape) {
      dims.addDimBuilder().setSize(size);
    }
    return TensorProto.newBuilder().setDtype(type).setTensorShape(dims);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }
}
