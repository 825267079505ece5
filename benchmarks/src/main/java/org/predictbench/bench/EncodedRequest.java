package org.predictbench.bench;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.predictbench.client.Tensor;
import org.predictbench.serving.slim.PredictRequest;
import org.predictbench.serving.slim.tensorflow.TensorProto;

/** Reads a request as a server does, to know that it says what it should. */
final class EncodedRequest {
  private EncodedRequest() {}

  /**
   * Checks that the bytes are a request with these values, bit for bit.
   *
   * @throws IllegalStateException if they are not
   */
  static void require(byte[] bytes, int length, Tensor features) throws IOException {
    TensorProto tensor =
        PredictRequest.parseFrom(CodedInputStream.newInstance(bytes, 0, length))
            .getInputsOrThrow("input");
    float[] values = new float[features.elements()];
    if (tensor.getTensorContent().isEmpty()) {
      for (int i = 0; i < tensor.getFloatValCount(); i++) {
        values[i] = tensor.getFloatVal(i);
      }
    } else {
      FloatBuffer content =
          tensor
              .getTensorContent()
              .asReadOnlyByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
      content.get(values);
    }
    if (!Arrays.equals(values, features.floats())) {
      throw new IllegalStateException("the request holds other values than were to be sent");
    }
  }
}
