package org.predictbench.modelserver.session;

import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import org.predictbench.modelserver.status.ServingException;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * Reports the runtime's failures with their own codes, which are numbered as gRPC's. TensorFlow
 * Java has exceptions for half of them and one without a code for all others, among them NOT_FOUND
 * and DATA_LOSS.
 */
final class RuntimeStatus {
  private RuntimeStatus() {}

  /**
   * Returns if the call that filled the status succeeded.
   *
   * @throws ServingException with the runtime's code and message otherwise
   */
  static void check(TF_Status status) {
    Status.Code code = Status.fromCodeValue(tensorflow.TF_GetCode(status)).getCode();
    if (code != Status.Code.OK) {
      throw new ServingException(
          code, tensorflow.TF_Message(status).getString(StandardCharsets.UTF_8));
    }
  }
}
