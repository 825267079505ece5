package org.predictbench.bench.record;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.predictbench.serving.MethodNames;

/**
 * PredictionLog, the record of TensorFlow Serving's warm-up files, around requests that stay bytes.
 *
 * <p>Source: {@code tensorflow_serving/apis/prediction_log.proto}; requests of all three methods
 * have their ModelSpec in field 1, {@code model.proto}.
 */
final class PredictionLogs {
  /** Field of PredictionLog by method. */
  private static final Map<String, Integer> LOGS =
      Map.of(MethodNames.CLASSIFY, 2, MethodNames.REGRESS, 3, MethodNames.PREDICT, 6);

  /** Fields of PredictLog, ClassifyLog and RegressLog. */
  private static final int REQUEST = 1;

  private static final int RESPONSE = 2;

  private static final int MODEL_SPEC = 1;
  private static final int NAME = 1;
  private static final int SIGNATURE_NAME = 3;

  private PredictionLogs() {}

  /** Whether there are records of a method, by its full name. */
  static boolean take(String method) {
    return LOGS.containsKey(method);
  }

  /**
   * Wraps a call.
   *
   * @throws ArithmeticException if the record would be longer than an array
   */
  static byte[] record(String method, byte[] request, Optional<byte[]> reply) {
    int inner =
        reply
            .map(bytes -> Math.addExact(size(RESPONSE, bytes), size(REQUEST, request)))
            .orElseGet(() -> size(REQUEST, request));
    int log = LOGS.get(method);
    int outer =
        Math.addExact(
            CodedOutputStream.computeTagSize(log) + CodedOutputStream.computeUInt32SizeNoTag(inner),
            inner);
    byte[] record = new byte[outer];
    CodedOutputStream out = CodedOutputStream.newInstance(record);
    try {
      out.writeTag(log, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(inner);
      out.writeByteArray(REQUEST, request);
      if (reply.isPresent()) {
        out.writeByteArray(RESPONSE, reply.get());
      }
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return record;
  }

  private static int size(int field, byte[] bytes) {
    int prefix =
        CodedOutputStream.computeTagSize(field)
            + CodedOutputStream.computeUInt32SizeNoTag(bytes.length);
    return Math.addExact(prefix, bytes.length);
  }

  /**
   * Reads what model and signature a request is for; tensors are passed over.
   *
   * @throws IOException if the bytes are no message
   */
  static CallKind kind(String method, byte[] request) throws IOException {
    String model = "";
    String signature = "";
    CodedInputStream in = CodedInputStream.newInstance(request);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag != tag(MODEL_SPEC)) {
        in.skipField(tag);
        continue;
      }
      int limit = in.pushLimit(in.readRawVarint32());
      for (int inner = in.readTag(); inner != 0; inner = in.readTag()) {
        if (inner == tag(NAME)) {
          model = in.readString();
        } else if (inner == tag(SIGNATURE_NAME)) {
          signature = in.readString();
        } else {
          in.skipField(inner);
        }
      }
      in.popLimit(limit);
    }
    return new CallKind(MethodNames.bare(method), model, signature);
  }

  private static int tag(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
