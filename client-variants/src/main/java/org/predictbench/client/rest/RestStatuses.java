package org.predictbench.client.rest;

import io.grpc.Status;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.predictbench.client.PredictException;

/**
 * TensorFlow Serving's table of HTTP statuses read backwards. Where several codes share a status
 * the commonest is taken: 400 may also have been FAILED_PRECONDITION or OUT_OF_RANGE, 409
 * ALREADY_EXISTS, 500 UNKNOWN or DATA_LOSS.
 */
final class RestStatuses {
  private RestStatuses() {}

  static Status.Code code(int httpStatus) {
    return switch (httpStatus) {
      case 400 -> Status.Code.INVALID_ARGUMENT;
      case 401 -> Status.Code.UNAUTHENTICATED;
      case 403 -> Status.Code.PERMISSION_DENIED;
      case 404 -> Status.Code.NOT_FOUND;
      case 409 -> Status.Code.ABORTED;
      case 429 -> Status.Code.RESOURCE_EXHAUSTED;
      case 499 -> Status.Code.CANCELLED;
      case 501 -> Status.Code.UNIMPLEMENTED;
      case 503 -> Status.Code.UNAVAILABLE;
      case 504 -> Status.Code.DEADLINE_EXCEEDED;
      default -> Status.Code.INTERNAL;
    };
  }

  /** A call that got no HTTP response at all. */
  static PredictException failure(Throwable failure, Duration deadline) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return failure(failure.getCause(), deadline);
    }
    if (failure instanceof TimeoutException || failure instanceof HttpTimeoutException) {
      return new PredictException(
          Status.Code.DEADLINE_EXCEEDED, "no reply within " + deadline, failure);
    }
    return failure instanceof IOException
        ? new PredictException(Status.Code.UNAVAILABLE, failure.toString(), failure)
        : PredictException.of(failure);
  }
}
