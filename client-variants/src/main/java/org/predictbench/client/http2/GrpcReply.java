package org.predictbench.client.http2;

import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.predictbench.client.PredictException;

/**
 * What comes back on one stream after the other: headers, one message, trailers; or the answer of a
 * proxy that speaks no gRPC. The buffers are kept from call to call.
 */
final class GrpcReply {
  private static final String CONTENT_TYPE = "content-type";
  private static final int PREFIX_BYTES = 5;

  private byte[] body = new byte[1 << 13];
  private int size;
  // The first that came, null until then.
  private Http2Headers head;
  private boolean isGrpc;
  // Null until the stream has ended.
  private Status status;
  private boolean refused;

  void begin() {
    size = 0;
    head = null;
    isGrpc = false;
    status = null;
    refused = false;
  }

  boolean ended() {
    return status != null;
  }

  boolean hasBegun() {
    return head != null;
  }

  /** Whether the server said that it did not look at the request. */
  boolean refused() {
    return refused;
  }

  /** The stream has ended without trailers; what its headers said says more than how it ended. */
  void endWith(Status how) {
    status = head == null ? how : GrpcHeaders.status(head).orElse(isGrpc ? how : withoutGrpc());
  }

  /** The connection has ended before the stream did. */
  void endOfConnection() {
    if (status == null && head != null && !isGrpc) {
      status = GrpcHeaders.status(head).orElseGet(this::withoutGrpc);
    }
  }

  private Status withoutGrpc() {
    return GrpcHeaders.withoutGrpc(head.status(), head.get(CONTENT_TYPE));
  }

  void refuse(Status why) {
    refused = true;
    status = why;
  }

  void data(ByteBuffer payload) {
    if (head != null && !isGrpc) {
      // A page for a human.
      return;
    }
    int count = payload.remaining();
    if (count > Integer.MAX_VALUE - 8 - size) {
      throw new PredictException(Status.Code.RESOURCE_EXHAUSTED, "the reply is over 2 GiB");
    }
    if (size + count > body.length) {
      // Grows with what came, never with what was only announced.
      body = Arrays.copyOf(body, (int) Math.min(Integer.MAX_VALUE - 8, 2L * (size + count)));
    }
    payload.get(body, size, count);
    size += count;
  }

  /** Headers of this stream: the first ones, or the trailers. */
  void headers(Http2Headers headers, boolean endStream) {
    if (status != null) {
      return;
    }
    if (head == null) {
      if (!endStream && GrpcHeaders.areInterim(headers)) {
        return;
      }
      head = headers;
      isGrpc = GrpcHeaders.areGrpc(headers.status(), headers.get(CONTENT_TYPE));
    }
    if (endStream) {
      status = GrpcHeaders.status(headers).orElseGet(this::withoutGrpc);
    }
  }

  /**
   * The message of a call that went well. Valid until {@link #begin()}.
   *
   * @throws PredictException if the call did not go well, or its message is not whole
   */
  ByteBuffer message() {
    if (!status.isOk()) {
      throw PredictException.of(status.asRuntimeException());
    }
    ByteBuffer in = ByteBuffer.wrap(body, 0, size);
    if (size < PREFIX_BYTES) {
      throw new PredictException(Status.Code.INTERNAL, "an answer without a message");
    }
    int compressed = in.get();
    if (in.getInt() != in.remaining()) {
      throw new PredictException(Status.Code.INTERNAL, "the reply's length is not what it says");
    }
    return compressed == 0
        ? in
        : CompressedMessage.read(head.get("grpc-encoding"), in, CompressedMessage.MOST_BYTES);
  }

  /** How much memory it keeps for the next reply. */
  int kept() {
    return body.length;
  }
}
