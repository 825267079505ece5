package org.predictbench.client.http2;

import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.predictbench.client.PredictException;

/**
 * Does what a server's frames ask for, on a connection of many calls: hands each call its own,
 * keeps the windows, answers pings and settings. For the one thread that reads; calls are touched
 * under the lock of their {@link Streams} alone, so that an owner who gave one up has it to
 * himself.
 */
final class SharedFrames implements FrameReader.Handler {
  private final Streams streams;
  private final HeaderBlocks blocks = new HeaderBlocks();
  private final List<StreamCall> ended = new ArrayList<>();

  private int received;
  // The stream whose headers go on in the next frame; 0 if none do.
  private int unfinishedHeaders;
  private boolean headersEndStream;

  SharedFrames(Streams streams) {
    this.streams = streams;
  }

  /** Gives the calls that have ended since the last time back to their owners. */
  void finishEnded() {
    if (ended.isEmpty()) {
      return;
    }
    // Before the first of them is done, whose owner may read next.
    StreamCall[] calls = ended.toArray(StreamCall[]::new);
    ended.clear();
    for (StreamCall call : calls) {
      call.finish();
    }
  }

  @Override
  public void frame(int type, int flags, int id, ByteBuffer payload) {
    synchronized (streams) {
      requireInOrder(type, id);
      switch (type) {
        case Http2.DATA -> data(flags, id, payload);
        case Http2.HEADERS, Http2.CONTINUATION -> headers(type, flags, id, payload);
        case Http2.RST_STREAM -> reset(id, payload.getInt());
        case Http2.SETTINGS -> {
          if ((flags & Http2.ACK) == 0) {
            settings(payload);
          }
        }
        case Http2.PING -> {
          if ((flags & Http2.ACK) == 0) {
            Http2.pingAck(streams.answer(), payload.getLong());
          }
        }
        case Http2.GOAWAY -> goAway(payload);
        case Http2.WINDOW_UPDATE -> {
          int more = payload.getInt() & Integer.MAX_VALUE;
          if (id == Http2.CONNECTION) {
            streams.renewConnection(more);
          } else {
            streams.renewStream(id, more);
          }
        }
        case Http2.PUSH_PROMISE -> throw broken("a push that was forbidden");
        default -> {
          // To be ignored, says the RFC.
        }
      }
    }
  }

  private void requireInOrder(int type, int id) {
    boolean goesOn = type == Http2.CONTINUATION;
    if (unfinishedHeaders != 0 ? !goesOn || id != unfinishedHeaders : goesOn) {
      throw broken("a frame out of order, between those of one header block or after its end");
    }
  }

  private static PredictException broken(String what) {
    return new PredictException(Status.Code.INTERNAL, what);
  }

  private void data(int flags, int id, ByteBuffer payload) {
    received += payload.remaining();
    if (received >= Http2.RENEW_WINDOW) {
      Http2.windowUpdate(streams.answer(), received);
      received = 0;
    }
    FrameReader.unpad(flags, payload);
    streams
        .open(id)
        .ifPresent(
            call -> {
              take(call, payload);
              if ((flags & Http2.END_STREAM) != 0) {
                call.reply()
                    .endWith(Status.INTERNAL.withDescription("the reply ended without a status"));
              }
              endIfAnswered(call);
            });
  }

  private static void take(StreamCall call, ByteBuffer payload) {
    try {
      call.reply().data(payload);
    } catch (PredictException e) {
      // It is too large, which is no fault of the other calls.
      call.reply().endWith(e.code().toStatus().withDescription(e.getMessage()));
    }
  }

  private void headers(int type, int flags, int id, ByteBuffer payload) {
    if (type == Http2.HEADERS) {
      headersEndStream = (flags & Http2.END_STREAM) != 0;
      FrameReader.unpadHeaders(flags, payload);
    }
    blocks.add(payload);
    boolean isWhole = (flags & Http2.END_HEADERS) != 0;
    unfinishedHeaders = isWhole ? 0 : id;
    if (isWhole) {
      Optional<Http2Headers> headers = blocks.decode(id);
      streams
          .open(id)
          .ifPresent(
              call -> {
                headers.ifPresentOrElse(
                    known -> call.reply().headers(known, headersEndStream),
                    () -> call.reply().endWith(HeaderBlocks.TOO_LONG));
                endIfAnswered(call);
              });
    }
  }

  private void endIfAnswered(StreamCall call) {
    if (call.reply().ended()) {
      streams.end(call);
      ended.add(call);
    }
  }

  private void reset(int id, int error) {
    streams.onReset();
    streams
        .open(id)
        .ifPresent(
            call -> {
              call.onReset();
              Status status = GrpcHeaders.reset(error);
              if (error == Http2.REFUSED_STREAM) {
                call.refuse(status);
                streams.retire();
              } else {
                call.reply().endWith(status);
              }
              endIfAnswered(call);
            });
  }

  private void goAway(ByteBuffer payload) {
    int last = payload.getInt() & Integer.MAX_VALUE;
    int error = payload.getInt();
    String reason = GrpcHeaders.printable(StandardCharsets.UTF_8.decode(payload));
    ended.addAll(streams.sayGoodbye(last, GrpcHeaders.goAway(error, reason)));
  }

  private void settings(ByteBuffer payload) {
    while (payload.hasRemaining()) {
      int key = payload.getShort();
      int value = payload.getInt();
      switch (key) {
        case Http2.SETTINGS_INITIAL_WINDOW_SIZE ->
            streams.initialWindow(ServerFrames.requireWindow(value));
        case Http2.SETTINGS_MAX_CONCURRENT_STREAMS -> streams.mostOpen(value);
        case Http2.SETTINGS_MAX_FRAME_SIZE -> streams.maxFrame(ServerFrames.requireFrame(value));
        default -> {
          // Of no concern to a client that compresses no headers.
        }
      }
    }
    streams.onSettled();
    Http2.settingsAck(streams.answer());
  }
}
