package org.predictbench.bench.record;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.Status;

/**
 * A call's stream to the target: what gRPC would add to it is undone, and who ended it is known.
 */
final class Attempt extends ClientStreamTracer.Factory {
  private final String target;
  private final String accepted;
  private volatile boolean answered;

  /**
   * @param target its name in messages
   * @param accepted encodings that the caller accepts, as it wrote them; null if it said nothing
   */
  Attempt(String target, String accepted) {
    this.target = target;
    this.accepted = accepted;
  }

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    headers.discardAll(Encodings.ACCEPTED);
    if (accepted != null) {
      headers.put(Encodings.ACCEPTED, accepted);
    }
    return new ClientStreamTracer() {
      @Override
      public void inboundTrailers(Metadata trailers) {
        answered = true;
      }
    };
  }

  /** The target's status as it is; one made here for want of a target names it. */
  Status explained(Status status) {
    if (answered || status.getCode() != Status.Code.UNAVAILABLE) {
      return status;
    }
    return status.withDescription(
        "the recording proxy's target %s does not answer: %s%s"
            .formatted(target, status.getDescription(), cause(status)));
  }

  private static String cause(Status status) {
    Throwable cause = status.getCause();
    return cause == null ? "" : ": " + cause.getMessage();
  }
}
