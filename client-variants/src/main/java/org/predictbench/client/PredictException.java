package org.predictbench.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** A Predict call that gave no answer. All variants map failures to the same codes. */
public final class PredictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Status.Code code;

  /** A failure found on this side of the wire. */
  public PredictException(Status.Code code, String message) {
    super(message);
    this.code = code;
  }

  PredictException(StatusRuntimeException cause) {
    super(
        cause.getStatus().getDescription() == null
            ? cause.getStatus().getCode().name()
            : cause.getStatus().getDescription(),
        cause);
    this.code = cause.getStatus().getCode();
  }

  /** The canonical code, as the server or gRPC gave it. */
  public Status.Code code() {
    return code;
  }
}
