package org.predictbench.client.http2;

import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;
import org.predictbench.client.wire.RequestMessage;

/**
 * One HTTP/2 connection that carries one unary call at a time, all of it on the caller's thread.
 * For one thread at a time; any thread may close it.
 */
final class Http2Connection implements AutoCloseable {
  private static final int LAST_STREAM = 1 << 30;
  private static final int RENEW_WINDOW = 1 << 30;
  private final DeadlineSocket socket;
  private final FrameReader frames;
  private final GrpcReply reply;
  private final DataFrames data;
  private final RequestMessage request;
  // What is due before the next frame of data: headers and answers to the server's own frames.
  private final ByteBuffer due = ByteBuffer.allocateDirect(1 << 15);

  private int stream = -1;
  private long connectionWindow = Http2.DEFAULT_WINDOW;
  private long streamWindow;
  private int initialWindow = Http2.DEFAULT_WINDOW;
  private int received;
  private boolean goingAway;
  private boolean answered = true;
  private boolean headersEndStream;

  private Http2Connection(DeadlineSocket socket, DataFrames data, RequestMessage request)
      throws Http2Exception {
    this.socket = socket;
    this.data = data;
    this.request = request;
    reply = new GrpcReply();
    frames = new FrameReader(this::frame);
    Http2.preface(due);
  }

  /**
   * Connects; the preface goes out with the first call.
   *
   * @param request the connection's own, prefixed
   */
  static Http2Connection open(Target target, RequestMessage request, long deadlineNanos)
      throws IOException {
    DeadlineSocket socket = DeadlineSocket.connect(target, deadlineNanos);
    try {
      return new Http2Connection(socket, DataFrames.to(target), request);
    } catch (Http2Exception e) {
      socket.close();
      throw new IllegalStateException(e);
    }
  }

  /** The request of the next call, to be filled: kept, as the buffers are, from call to call. */
  RequestMessage request() {
    return request;
  }

  /** Whether another call may be made: looks at what the server has said since the last. */
  boolean usable() {
    try {
      receive();
    } catch (IOException | PredictException e) {
      return false;
    }
    return !goingAway && stream < LAST_STREAM;
  }

  /** Whether the last call ended as calls do, well or not, so that another may follow. */
  boolean answered() {
    return answered;
  }

  /** Whether the last call was not looked at by the server, so that it may be sent again. */
  boolean refused() {
    return reply.refused();
  }

  /**
   * Sends a message and waits for the reply. After a failure that is not the server's own answer
   * the connection is of no more use.
   *
   * @param headers a header block
   * @param request the message, prefixed and unread
   * @return the reply's message, valid until the next call
   * @throws IOException if the connection broke
   * @throws PredictException the server's status if it is not OK; the deadline; an interrupt
   */
  ByteBuffer call(byte[] headers, RequestMessage request, long deadlineNanos) throws IOException {
    answered = false;
    stream += 2;
    streamWindow = initialWindow;
    reply.begin();
    Http2.header(due, headers.length, Http2.HEADERS, Http2.END_HEADERS, stream);
    due.put(headers);
    flushDue(deadlineNanos);
    // What comes before a large tensor at once, so that the server's thread wakes up while the
    // tensor's first elements are copied.
    send(request, request.size() - request.beforeLargeTensors(), deadlineNanos);
    send(request, 0, deadlineNanos);
    while (!reply.ended()) {
      socket.awaitReadable(deadlineNanos);
      receive();
      flushDue(deadlineNanos);
    }
    answered = true;
    return reply.message();
  }

  /** Sends the request's next bytes, until only so many are left. */
  private void send(RequestMessage request, int left, long deadlineNanos) throws IOException {
    while (request.remaining() > left) {
      if (reply.ended()) {
        // The server answered early, and wants no more of the request.
        Http2.reset(due, stream, Http2.NO_ERROR);
        flushDue(deadlineNanos);
        request.clear();
        return;
      }
      int count = data.fill(request, Math.min(window(), request.remaining() - left), stream);
      if (count == 0) {
        awaitWindow(deadlineNanos);
        continue;
      }
      sent(count);
      write(data.bytes(), deadlineNanos);
      flushDue(deadlineNanos);
    }
  }

  private int window() {
    return (int) Math.max(0, Math.min(connectionWindow, streamWindow));
  }

  private void sent(int bytes) {
    connectionWindow -= bytes;
    streamWindow -= bytes;
  }

  private void awaitWindow(long deadlineNanos) throws IOException {
    socket.awaitReadable(deadlineNanos);
    receive();
    flushDue(deadlineNanos);
  }

  private void flushDue(long deadlineNanos) throws IOException {
    while (due.position() > 0) {
      due.flip();
      try {
        if (socket.write(due) > 0 || !due.hasRemaining()) {
          continue;
        }
      } finally {
        due.compact();
      }
      if (socket.awaitReadableOrWritable(deadlineNanos)) {
        receive();
      }
    }
  }

  /** Writes frames whole: what becomes due meanwhile must not come between. */
  private void write(ByteBuffer bytes, long deadlineNanos) throws IOException {
    while (bytes.hasRemaining()) {
      // A server that has stopped reading may still be talking.
      if (socket.write(bytes) == 0 && socket.awaitReadableOrWritable(deadlineNanos)) {
        receive();
      }
    }
  }

  private void receive() throws IOException {
    if (!frames.readFrom(socket)) {
      throw new EOFException("the server closed the connection");
    }
  }

  private void frame(int type, int flags, int id, ByteBuffer payload) {
    boolean current = id == stream;
    switch (type) {
      case Http2.DATA -> {
        received += payload.remaining();
        renewWindow();
        FrameReader.unpad(flags, payload);
        if (current && !reply.ended()) {
          reply.data(payload);
          if ((flags & Http2.END_STREAM) != 0) {
            reply.end(Status.INTERNAL.withDescription("the reply ended without a status"));
          }
        }
      }
      case Http2.HEADERS, Http2.CONTINUATION -> headers(type, flags, id, payload);
      case Http2.RST_STREAM -> {
        int error = payload.getInt();
        if (current && !reply.ended()) {
          Status status = GrpcHeaders.reset(error);
          if (error == Http2.REFUSED_STREAM) {
            reply.refuse(status.getDescription());
          } else {
            reply.end(status);
          }
        }
      }
      case Http2.SETTINGS -> {
        if ((flags & Http2.ACK) == 0) {
          settings(payload);
        }
      }
      case Http2.PING -> {
        if ((flags & Http2.ACK) == 0) {
          Http2.pingAck(room(), payload.getLong());
        }
      }
      case Http2.GOAWAY -> {
        goingAway = true;
        int last = payload.getInt() & Integer.MAX_VALUE;
        if (stream > last && !reply.ended()) {
          reply.refuse("the server is going away");
        }
      }
      case Http2.WINDOW_UPDATE -> {
        int more = payload.getInt() & Integer.MAX_VALUE;
        if (id == Http2.CONNECTION) {
          connectionWindow += more;
        } else if (current) {
          streamWindow += more;
        }
      }
      case Http2.PUSH_PROMISE ->
          throw new PredictException(Status.Code.INTERNAL, "a push that was forbidden");
      default -> {
        // To be ignored, says the RFC.
      }
    }
  }

  private void headers(int type, int flags, int id, ByteBuffer payload) {
    if (type == Http2.HEADERS) {
      headersEndStream = (flags & Http2.END_STREAM) != 0;
      FrameReader.unpad(flags, payload);
      if ((flags & Http2.PRIORITY) != 0) {
        payload.position(payload.position() + 5);
      }
    }
    reply.headerBlock(payload);
    if ((flags & Http2.END_HEADERS) != 0) {
      reply.headersComplete(id == stream, headersEndStream, id);
    }
  }

  private void settings(ByteBuffer payload) {
    while (payload.hasRemaining()) {
      int key = payload.getShort();
      int value = payload.getInt();
      if (key == Http2.SETTINGS_INITIAL_WINDOW_SIZE) {
        streamWindow += (long) value - initialWindow;
        initialWindow = value;
      }
    }
    Http2.settingsAck(room());
  }

  private void renewWindow() {
    if (received >= RENEW_WINDOW) {
      Http2.windowUpdate(room(), received);
      received = 0;
    }
  }

  private ByteBuffer room() {
    if (due.remaining() < due.capacity() / 2) {
      throw new PredictException(Status.Code.UNAVAILABLE, "the server asks more than it reads");
    }
    return due;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
