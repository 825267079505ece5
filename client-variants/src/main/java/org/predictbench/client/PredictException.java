package org.predictbench.client;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** A Predict call that gave no answer. All variants map failures to the same codes. */
public final class PredictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Status.Code code;

  /** A failure found on this side of the wire. */
  public PredictException(Status.Code code, String message) {
    this(code, message, null);
  }

  /** The same, with what caused it. */
  public PredictException(Status.Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /**
   * The same for a client whose gRPC is a copy of its own, if it uses gRPC at all.
   *
   * @param code the canonical code's name, such as {@code UNAVAILABLE}
   * @throws IllegalArgumentException if there is no such code
   */
  public static PredictException named(String code, String message, Throwable cause) {
    return new PredictException(Status.Code.valueOf(code), message, cause);
  }

  /**
   * Whatever a stub or a future failed with, reduced to what the caller needs to know. An exception
   * of another copy of gRPC is understood too.
   */
  public static PredictException of(Throwable failure) {
    if (failure instanceof PredictException known) {
      // Made anew: the stack that matters is the caller's.
      return new PredictException(known.code, known.getMessage(), known);
    }
    if (failure instanceof ExecutionException || failure instanceof CompletionException) {
      return of(failure.getCause());
    }
    if (failure instanceof StatusRuntimeException e) {
      return of(e.getStatus(), e);
    }
    if (failure instanceof StatusException e) {
      return of(e.getStatus(), e);
    }
    Optional<PredictException> foreign = ForeignStatus.of(failure);
    if (foreign.isPresent()) {
      return foreign.get();
    }
    return new PredictException(Status.Code.INTERNAL, failure.toString(), failure);
  }

  private static PredictException of(Status status, Throwable failure) {
    Throwable cause = status.getCause();
    // gRPC reports an unreadable reply as a call that it cancelled; the marshaller said what it
    // was.
    if (status.getCode() == Status.Code.CANCELLED
        && (cause instanceof PredictException || cause instanceof StatusRuntimeException)) {
      return of(cause);
    }
    String description = status.getDescription();
    return new PredictException(
        status.getCode(), description == null ? status.getCode().name() : description, failure);
  }

  /** The canonical code, as the server or gRPC gave it. */
  public Status.Code code() {
    return code;
  }
}
