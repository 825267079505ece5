package org.predictbench.client.http2;

import io.grpc.Status;
import java.time.Duration;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Target;
import org.predictbench.client.wire.DirectMethod;

/** What the calls of all our own HTTP/2 clients have in common. Safe for any number of threads. */
final class CallRules {
  /** The first try and two more. */
  static final int MOST_ATTEMPTS = 3;

  /** By so much a server's timer may be ahead of ours. */
  private static final long CLOCK_DIFFERENCE_NANOS = 1_000_000;

  private final DirectMethod method;
  private final String scheme;
  private final String authority;
  private final Duration deadline;
  private final byte[] usual;

  /**
   * @param deadline of calls that have none of their own
   */
  CallRules(DirectMethod method, Target target, Duration deadline) {
    this.method = method;
    this.deadline = deadline;
    scheme = target instanceof Target.Tls ? "https" : "http";
    authority = authority(target);
    usual = headers(RequestOptions.DEFAULT, deadline);
  }

  private static String authority(Target target) {
    if (target instanceof Target.Tls secure) {
      return secure.endpoint().toString();
    }
    // A socket's path is no host name; servers expect one in :authority.
    return target instanceof Target.Tcp ? target.toString() : "localhost";
  }

  DirectMethod method() {
    return method;
  }

  /** When a call that begins now has to end, on the clock of {@link System#nanoTime}. */
  long end(RequestOptions options) {
    return System.nanoTime() + options.deadline().orElse(deadline).toNanos();
  }

  /** The header block of a call's first attempt. */
  byte[] headers(RequestOptions options) {
    return options.equals(RequestOptions.DEFAULT)
        ? usual
        : headers(options, options.deadline().orElse(deadline));
  }

  /** The header block of another attempt, which has the time that is left. */
  byte[] headers(RequestOptions options, long end) {
    return headers(options, Duration.ofNanos(Math.max(1, end - System.nanoTime())));
  }

  private byte[] headers(RequestOptions options, Duration within) {
    return GrpcHeaders.request(method.name(), scheme, authority, within, options.headers());
  }

  /** A server whose own clock says that the deadline has passed resets the call as cancelled. */
  static PredictException lateOr(PredictException failure, long end) {
    boolean isLate =
        failure.code() == Status.Code.CANCELLED
            && !Thread.currentThread().isInterrupted()
            && System.nanoTime() - end >= -CLOCK_DIFFERENCE_NANOS;
    return isLate
        ? new PredictException(Status.Code.DEADLINE_EXCEEDED, "the server ended the call", failure)
        : failure;
  }

  static PredictException outOfMemory(OutOfMemoryError error) {
    return new PredictException(
        Status.Code.RESOURCE_EXHAUSTED,
        "no memory for one more call: " + error.getMessage(),
        error);
  }

  static IllegalStateException closed(Throwable cause) {
    return new IllegalStateException("the client is closed", cause);
  }
}
