package org.predictbench.modelserver.status;

import io.grpc.Status;

/** A request refused with a status a client of TensorFlow Serving knows. */
public final class ServingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Status status;

  public ServingException(Status.Code code, String message) {
    // No stack trace: this is an answer, not a fault of the server.
    super(message, null, false, false);
    status = code.toStatus().withDescription(message);
  }

  public static ServingException invalid(String message) {
    return new ServingException(Status.Code.INVALID_ARGUMENT, message);
  }

  public static ServingException notFound(String message) {
    return new ServingException(Status.Code.NOT_FOUND, message);
  }

  public Status status() {
    return status;
  }
}
