package org.predictbench.client.http2;

import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.predictbench.client.PredictException;

/**
 * Does what the server's frames ask for: keeps its windows, answers its pings and settings, and
 * hands the current call's own to the {@link GrpcReply}. For one thread at a time.
 */
final class ServerFrames implements FrameReader.Handler {
  private final GrpcReply reply;
  private final DueFrames due;
  private final HeaderBlocks blocks = new HeaderBlocks();
  private final SendWindows windows = new SendWindows();

  private int stream = -1;
  private int received;
  private boolean settled;
  // Whether the current call began before the server's settings were there.
  private boolean windowsAssumed;
  private boolean reset;
  private boolean headersEndStream;
  // Whether the server ever put an end to a stream, whose data it may have thrown away.
  private boolean discards;
  private Optional<Status> farewell = Optional.empty();

  ServerFrames(GrpcReply reply, DueFrames due) {
    this.reply = reply;
    this.due = due;
  }

  /** From here on the frames of that stream count. */
  void begin(int stream) {
    this.stream = stream;
    windows.beginStream();
    windowsAssumed = !settled;
    reset = false;
    reply.begin();
  }

  SendWindows windows() {
    return windows;
  }

  /** Whether the server's settings have come. */
  boolean isSettled() {
    return settled;
  }

  /** Whether the server itself has put an end to the current stream, both ways. */
  boolean isReset() {
    return reset;
  }

  /**
   * Whether the connection's window may stay as small as it is. haproxy 2.6 never gives back what
   * it threw away of calls that it answered itself, and then waits for requests that cannot come.
   */
  boolean isStarved() {
    return discards && windows.isConnectionLow();
  }

  /** What calls end with since the server said that it takes no more here; empty while it does. */
  Optional<Status> farewell() {
    return farewell;
  }

  @Override
  public void frame(int type, int flags, int id, ByteBuffer payload) {
    boolean current = id == stream;
    switch (type) {
      case Http2.DATA -> data(flags, current, payload);
      case Http2.HEADERS, Http2.CONTINUATION -> headers(type, flags, id, payload);
      case Http2.RST_STREAM -> {
        int error = payload.getInt();
        discards = true;
        if (current) {
          reset(error);
        }
      }
      case Http2.SETTINGS -> {
        if ((flags & Http2.ACK) == 0) {
          settings(payload);
        }
      }
      case Http2.PING -> {
        if ((flags & Http2.ACK) == 0) {
          Http2.pingAck(due.answer(), payload.getLong());
        }
      }
      case Http2.GOAWAY -> goAway(payload);
      case Http2.WINDOW_UPDATE -> {
        int more = payload.getInt() & Integer.MAX_VALUE;
        if (id == Http2.CONNECTION) {
          windows.renewConnection(more);
        } else if (current) {
          windows.renewStream(more);
        }
      }
      case Http2.PUSH_PROMISE ->
          throw new PredictException(Status.Code.INTERNAL, "a push that was forbidden");
      default -> {
        // To be ignored, says the RFC.
      }
    }
  }

  private void data(int flags, boolean current, ByteBuffer payload) {
    received += payload.remaining();
    if (received >= Http2.RENEW_WINDOW) {
      Http2.windowUpdate(due.answer(), received);
      received = 0;
    }
    FrameReader.unpad(flags, payload);
    if (current && !reply.ended()) {
      reply.data(payload);
      if ((flags & Http2.END_STREAM) != 0) {
        reply.endWith(Status.INTERNAL.withDescription("the reply ended without a status"));
      }
    }
  }

  private void headers(int type, int flags, int id, ByteBuffer payload) {
    if (type == Http2.HEADERS) {
      headersEndStream = (flags & Http2.END_STREAM) != 0;
      FrameReader.unpadHeaders(flags, payload);
    }
    blocks.add(payload);
    if ((flags & Http2.END_HEADERS) != 0) {
      Optional<Http2Headers> headers = blocks.decode(id);
      if (id == stream) {
        headers.ifPresentOrElse(
            known -> reply.headers(known, headersEndStream), () -> endWith(HeaderBlocks.TOO_LONG));
      }
    }
  }

  private void endWith(Status status) {
    if (!reply.ended()) {
      reply.endWith(status);
    }
  }

  private void reset(int error) {
    reset = true;
    if (reply.ended()) {
      return;
    }
    Status status = GrpcHeaders.reset(error);
    if (error == Http2.REFUSED_STREAM || isTooMuchTooEarly(error)) {
      reply.refuse(status);
    } else {
      reply.endWith(status);
    }
  }

  /** Data beyond a window that we did not know of yet, which the server has thrown away. */
  private boolean isTooMuchTooEarly(int error) {
    return error == Http2.FLOW_CONTROL_ERROR && windowsAssumed;
  }

  private void goAway(ByteBuffer payload) {
    int last = payload.getInt() & Integer.MAX_VALUE;
    int error = payload.getInt();
    String reason = GrpcHeaders.printable(StandardCharsets.UTF_8.decode(payload));
    Status status = GrpcHeaders.goAway(error, reason);
    farewell = Optional.of(status);
    if (!reply.ended() && (stream > last || isTooMuchTooEarly(error))) {
      reply.refuse(status);
    }
  }

  /**
   * A window that a server's settings give to streams.
   *
   * @throws PredictException INTERNAL if it cannot be so large
   */
  static int requireWindow(int bytes) {
    if (bytes < 0) {
      throw new PredictException(Status.Code.INTERNAL, "the server has a window over 2 GiB");
    }
    return bytes;
  }

  /**
   * The longest frame that a server's settings allow.
   *
   * @throws PredictException INTERNAL if it cannot be so short, or so long
   */
  static int requireFrame(int bytes) {
    if (bytes < Http2.MAX_FRAME || bytes > Http2.LARGEST_FRAME) {
      throw new PredictException(
          Status.Code.INTERNAL, "the server takes frames of %d bytes, it says".formatted(bytes));
    }
    return bytes;
  }

  private void settings(ByteBuffer payload) {
    while (payload.hasRemaining()) {
      int key = payload.getShort();
      int value = payload.getInt();
      if (key == Http2.SETTINGS_INITIAL_WINDOW_SIZE) {
        windows.initial(requireWindow(value));
      } else if (key == Http2.SETTINGS_MAX_FRAME_SIZE) {
        windows.maxFrame(requireFrame(value));
      }
    }
    settled = true;
    Http2.settingsAck(due.answer());
  }
}
