package org.predictbench.client.http2;

import io.grpc.Status;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.predictbench.client.PredictException;
import org.predictbench.client.wire.RequestMessage;

/**
 * One HTTP/2 connection that carries one unary call at a time, all of it on the caller's thread.
 * For one thread at a time; any thread may close its socket.
 */
final class Http2Connection {
  private static final int LAST_STREAM = 1 << 30;

  /** Of up to 64 KiB each: more than a server has to say between two calls. */
  private static final int MOST_READS_BETWEEN_CALLS = 16;

  private final DeadlineSocket socket;
  private final DataFrames data;
  private final RequestMessage request;
  private final DueFrames due = new DueFrames();
  private final GrpcReply reply = new GrpcReply();
  private final ServerFrames server = new ServerFrames(reply, due);
  private final FrameReader frames = new FrameReader(server);

  private int stream = -1;
  private boolean requestSent;
  private boolean reusable = true;
  private long idleSince;

  /**
   * The preface goes out with the first call.
   *
   * @param socket connected
   * @param request the connection's own, prefixed
   */
  Http2Connection(DeadlineSocket socket, DataFrames data, RequestMessage request) {
    this.socket = socket;
    this.data = data;
    this.request = request;
  }

  DeadlineSocket socket() {
    return socket;
  }

  /** The request of the next call, to be filled: kept, as the buffers are, from call to call. */
  RequestMessage request() {
    return request;
  }

  /** Whether another call may be made: reads, and answers, all that the server said meanwhile. */
  boolean isUsable() {
    try {
      for (int reads = 1; ; reads++) {
        int count = frames.readFrom(socket);
        if (count < 0 || reads > MOST_READS_BETWEEN_CALLS) {
          return false;
        }
        if (count == 0) {
          break;
        }
      }
      return isReusable() && !server.isStarved() && (due.isEmpty() || due.writeTo(socket));
    } catch (IOException | PredictException e) {
      return false;
    }
  }

  /** Whether the last call, if any, ended as calls do, well or not, so that another may follow. */
  boolean isReusable() {
    return reusable && server.farewell().isEmpty() && stream < LAST_STREAM;
  }

  /** When its last call ended. */
  long idleSince() {
    return idleSince;
  }

  void idleSince(long nanos) {
    idleSince = nanos;
  }

  /** Whether the server said that it did not look at the last call. */
  boolean isRefused() {
    return reply.refused();
  }

  /** Whether the server may act on the last call: it may have all of it, or has begun to answer. */
  boolean isPerhapsProcessed() {
    return requestSent || reply.hasBegun();
  }

  /** The code of a call that the connection was lost for. */
  Status.Code lostCode() {
    return server.farewell().map(Status::getCode).orElse(Status.Code.UNAVAILABLE);
  }

  /** Whether the server's windows begin so small that a call should wait for its settings. */
  boolean isNarrow() {
    return server.windows().isNarrow();
  }

  /**
   * Sends the request and waits for the reply. An answer that is there whole counts, whatever
   * becomes of the connection. After a failure that is not the server's own answer the connection
   * is of no more use.
   *
   * @param headers a header block
   * @param afterSettings whether to wait for the server's settings first
   * @return the reply's message, valid until the next call
   * @throws IOException if the connection broke
   * @throws PredictException the server's status if it is not OK; the deadline; an interrupt
   */
  ByteBuffer call(byte[] headers, boolean afterSettings, long deadlineNanos) throws IOException {
    reusable = false;
    requestSent = false;
    stream += 2;
    server.begin(stream);
    try {
      exchange(headers, afterSettings, deadlineNanos);
    } catch (PredictException e) {
      if (!reply.ended()) {
        throw e;
      }
    }
    return reply.message();
  }

  private void exchange(byte[] headers, boolean afterSettings, long deadlineNanos)
      throws IOException {
    try {
      if (afterSettings) {
        awaitSettings(deadlineNanos);
      }
      if (send(headers, deadlineNanos)) {
        awaitReply(deadlineNanos);
        reusable = true;
      }
    } catch (IOException e) {
      readToTheEnd(e, deadlineNanos);
    }
  }

  private void awaitSettings(long deadlineNanos) throws IOException {
    flushDue(deadlineNanos);
    while (!server.isSettled() && !reply.ended()) {
      awaitMore(deadlineNanos);
    }
  }

  /** Returns false if it gave up within a frame, because the answer is there already. */
  private boolean send(byte[] headers, long deadlineNanos) throws IOException {
    if (reply.ended()) {
      return true;
    }
    due.headers(headers, stream);
    flushDue(deadlineNanos);
    data.reserve(request.size());
    // What comes before a large tensor at once, so that the server's thread wakes up while the
    // tensor's first elements are copied.
    return send(request.size() - request.beforeLargeTensors(), deadlineNanos)
        && send(0, deadlineNanos);
  }

  /** Sends the request's next bytes, until only so many are left or the answer is there. */
  private boolean send(int left, long deadlineNanos) throws IOException {
    while (request.remaining() > left && !reply.ended()) {
      int most = Math.min(server.windows().open(), request.remaining() - left);
      int count = data.fill(request, most, server.windows().maxFrame(), stream);
      if (count == 0) {
        awaitMore(deadlineNanos);
        continue;
      }
      server.windows().use(count);
      if (!write(data.bytes(), deadlineNanos)) {
        return false;
      }
      requestSent = request.remaining() == 0;
      flushDue(deadlineNanos);
    }
    return true;
  }

  private void awaitReply(long deadlineNanos) throws IOException {
    while (!reply.ended()) {
      awaitMore(deadlineNanos);
    }
    if (!requestSent && !server.isReset()) {
      // The server answered early, and wants no more of the request.
      Http2.reset(due.answer(), stream, Http2.CANCEL);
      flushDue(deadlineNanos);
    }
  }

  private void awaitMore(long deadlineNanos) throws IOException {
    socket.awaitReadable(deadlineNanos);
    receive();
    flushDue(deadlineNanos);
  }

  /** Once the answer is there nothing waits: what does not go now goes before the next call. */
  private void flushDue(long deadlineNanos) throws IOException {
    while (!due.isEmpty() && !due.writeTo(socket) && !reply.ended()) {
      if (socket.awaitReadableOrWritable(deadlineNanos)) {
        receive();
      }
    }
  }

  /**
   * Writes frames whole: what becomes due meanwhile must not come between. Returns false if it gave
   * up, because the answer is there and the server reads no more.
   */
  private boolean write(ByteBuffer bytes, long deadlineNanos) throws IOException {
    while (bytes.hasRemaining() || !socket.flush()) {
      if (bytes.hasRemaining() && socket.write(bytes) > 0) {
        continue;
      }
      if (reply.ended()) {
        return false;
      }
      // A server that has stopped reading may still be talking.
      if (socket.awaitReadableOrWritable(deadlineNanos)) {
        receive();
      }
    }
    return true;
  }

  private void receive() throws IOException {
    if (frames.readFrom(socket) < 0) {
      throw new EOFException(
          server.farewell().map(Status::getDescription).orElse("the server closed the connection"));
    }
  }

  /**
   * A connection that cannot be written to may still hold what the server said before it closed.
   *
   * @throws IOException what broke the connection, unless there was an answer
   */
  private void readToTheEnd(IOException failure, long deadlineNanos) throws IOException {
    try {
      while (!reply.ended()) {
        socket.awaitReadable(deadlineNanos);
        if (frames.readFrom(socket) < 0) {
          reply.endOfConnection();
          break;
        }
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
      reply.endOfConnection();
    }
    if (!reply.ended()) {
      throw failure;
    }
  }
}
