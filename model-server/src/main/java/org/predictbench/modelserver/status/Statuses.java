package org.predictbench.modelserver.status;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import org.predictbench.serving.full.StatusProto;
import org.tensorflow.exceptions.TFFailedPreconditionException;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.exceptions.TFPermissionDeniedException;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TFUnauthenticatedException;
import org.tensorflow.exceptions.TFUnimplementedException;

/** Maps failures to the gRPC status with which TensorFlow Serving answers them. */
public final class Statuses {
  /** TensorFlow Serving's {@code kMaxStatusMessageLength}. */
  static final int MAX_MESSAGE_LENGTH = 1024;

  private static final String TRUNCATED = "...TRUNCATED";

  private Statuses() {}

  public static Status of(Throwable failure) {
    if (failure instanceof ServingException refusal) {
      return truncated(refusal.status());
    }
    String message = String.valueOf(failure.getMessage());
    return truncated(code(failure).toStatus().withDescription(message).withCause(failure));
  }

  /** Returns the status as the messages of ModelService carry it. */
  public static StatusProto toProto(Status status) {
    StatusProto.Builder proto =
        StatusProto.newBuilder().setErrorCodeValue(status.getCode().value());
    if (status.getDescription() != null) {
      proto.setErrorMessage(status.getDescription());
    }
    return proto.build();
  }

  /** Returns code and message on one line, as absl prints a status. */
  public static String describe(Throwable failure) {
    Status status = of(failure);
    return status.getCode() + ": " + status.getDescription();
  }

  private static Status.Code code(Throwable failure) {
    // What fails without a code of its own once the time is up is taken to fail for that.
    Deadline deadline = Context.current().getDeadline();
    if (deadline != null && deadline.isExpired()) {
      return Status.Code.DEADLINE_EXCEEDED;
    }
    if (failure instanceof TFInvalidArgumentException) {
      return Status.Code.INVALID_ARGUMENT;
    }
    if (failure instanceof TFFailedPreconditionException) {
      return Status.Code.FAILED_PRECONDITION;
    }
    if (failure instanceof TFResourceExhaustedException || failure instanceof OutOfMemoryError) {
      return Status.Code.RESOURCE_EXHAUSTED;
    }
    if (failure instanceof TFOutOfRangeException) {
      return Status.Code.OUT_OF_RANGE;
    }
    if (failure instanceof TFUnimplementedException) {
      return Status.Code.UNIMPLEMENTED;
    }
    if (failure instanceof TFPermissionDeniedException) {
      return Status.Code.PERMISSION_DENIED;
    }
    if (failure instanceof TFUnauthenticatedException) {
      return Status.Code.UNAUTHENTICATED;
    }
    // gRPC C++ answers so to bytes that are no message of the method.
    if (failure instanceof InvalidProtocolBufferException) {
      return Status.Code.INTERNAL;
    }
    // TensorFlow Java's own check: a signature that names no tensor of the graph.
    return failure instanceof IllegalArgumentException
        ? Status.Code.INVALID_ARGUMENT
        : Status.Code.INTERNAL;
  }

  private static Status truncated(Status status) {
    String message = status.getDescription();
    return message == null || message.length() <= MAX_MESSAGE_LENGTH
        ? status
        : status.withDescription(message.substring(0, MAX_MESSAGE_LENGTH) + TRUNCATED);
  }
}
