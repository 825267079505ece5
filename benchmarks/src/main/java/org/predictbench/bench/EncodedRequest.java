package org.predictbench.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import org.predictbench.bench.requests.PredictionLogs;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.serving.full.PredictRequest;

/** Reads a request as a server does, to know that it says what it should. */
final class EncodedRequest {
  private EncodedRequest() {}

  /**
   * Checks that the bytes are a request with these tensors, bit for bit; or, where they became
   * tf.Examples, with one for each row.
   *
   * @throws IllegalStateException if they are not
   */
  static void require(byte[] bytes, Inputs sent) throws InvalidProtocolBufferException {
    Inputs read = PredictionLogs.inputs(PredictRequest.parseFrom(bytes));
    if (!read.sameBitsAs(sent) && !isExamplesOf(sent, read)) {
      throw new IllegalStateException("the request holds other values than were to be sent");
    }
  }

  private static boolean isExamplesOf(Inputs sent, Inputs read) {
    if (read.size() != 1 || read.tensor(0).dtype() != DType.STRING) {
      return false;
    }
    long rows = sent.tensor(0).rank() == 0 ? 1 : sent.tensor(0).dimension(0);
    return read.tensor(0).elements() == rows;
  }
}
