package org.predictbench.modelserver.export;

import com.google.protobuf.ByteString;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.predictbench.serving.TfRecordWriter;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictLog;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictionLog;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/**
 * Writes the requests that a server replays before it serves a model: a TFRecord file of
 * PredictionLogs, as TensorFlow Serving reads it.
 */
final class WarmUpRequests {
  private static final Path FILE = Path.of("assets.extra", "tf_serving_warmup_requests");

  private WarmUpRequests() {}

  static void write(Path version, List<PredictRequest> requests) throws IOException {
    Path file = version.resolve(FILE);
    Files.createDirectories(file.getParent());
    try (TfRecordWriter out =
        new TfRecordWriter(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (PredictRequest request : requests) {
        byte[] log =
            PredictionLog.newBuilder()
                .setPredictLog(PredictLog.newBuilder().setRequest(request))
                .build()
                .toByteArray();
        out.write(log);
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
}
