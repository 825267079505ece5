package org.predictbench.modelserver.rest;

import io.grpc.Status;

/**
 * An answer before it is written to the connection.
 *
 * @param httpStatus the status code
 * @param contentType empty if there is no body
 */
record RestReply(int httpStatus, String contentType, byte[] body) {
  private static final String JSON = "application/json";

  static RestReply json(byte[] body) {
    return new RestReply(200, JSON, body);
  }

  static RestReply error(Status status) {
    String message = status.getDescription() == null ? "" : status.getDescription();
    return new RestReply(httpStatus(status.getCode()), JSON, ResponseJson.error(message));
  }

  static RestReply empty(int httpStatus) {
    return new RestReply(httpStatus, "", new byte[0]);
  }

  static int httpStatus(Status.Code code) {
    return switch (code) {
      case OK -> 200;
      case CANCELLED -> 499;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
      case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
    };
  }
}
