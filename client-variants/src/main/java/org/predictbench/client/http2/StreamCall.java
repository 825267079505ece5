package org.predictbench.client.http2;

import io.grpc.Status;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.predictbench.client.wire.RequestMessage;

/**
 * One call among those of a {@link SharedConnection}: its request, its reply, and who waits for it.
 * It is its owner's until it begins, and again once it is done and {@link SharedConnection#letGo}
 * has returned; in between it is the connection's. The buffers are kept for another call.
 */
final class StreamCall {
  /** More than that of memory is not kept for the next call. */
  private static final int MOST_KEPT = 1 << 20;

  private final RequestBytes request;
  private final GrpcReply reply = new GrpcReply();

  private byte[] headers;
  private long begunAt;
  private long deadline;
  // One of the two: a thread that sleeps, or what is to be done.
  private Thread waiter;
  private Runnable sequel;

  // Under the lock of the connection's streams.
  private int id;
  private long window;
  private boolean queued;
  private boolean reset;

  // What ended the call other than an answer; null if nothing did.
  private Exception failure;
  // Written by whoever writes to the connection.
  private volatile boolean sent;
  private volatile boolean done;

  StreamCall(RequestMessage request) {
    this.request = new RequestBytes(request);
  }

  RequestBytes request() {
    return request;
  }

  GrpcReply reply() {
    return reply;
  }

  /** Prepares it for a connection, for the first time or once more; its own thread will wait. */
  void begin(byte[] block, long deadlineNanos) {
    begin(block, deadlineNanos, null);
  }

  /**
   * The same for a call whose caller does not wait.
   *
   * @param then what to do once it is done, on the thread that read the reply
   */
  void begin(byte[] block, long deadlineNanos, Runnable then) {
    headers = block;
    begunAt = System.nanoTime();
    deadline = deadlineNanos;
    waiter = then == null ? Thread.currentThread() : null;
    sequel = then;
    id = 0;
    window = 0;
    queued = false;
    reset = false;
    failure = null;
    sent = false;
    done = false;
    request.rewind();
    reply.begin();
  }

  /** A header block. */
  byte[] headers() {
    return headers;
  }

  long begunAt() {
    return begunAt;
  }

  long deadline() {
    return deadline;
  }

  /** Whether nobody sleeps meanwhile. */
  boolean isAsync() {
    return sequel != null;
  }

  /** Its stream's number; 0 until its headers are written. */
  int id() {
    return id;
  }

  void open(int stream, int initialWindow) {
    id = stream;
    window = initialWindow;
  }

  /** How much of the request the server takes now, as far as the stream goes; may be negative. */
  long window() {
    return window;
  }

  void renewWindow(long more) {
    window += more;
  }

  /** Whether it is in the queue of those that have something to send. */
  boolean isQueued() {
    return queued;
  }

  void queued(boolean isQueued) {
    queued = isQueued;
  }

  /** Whether the server itself has put an end to the stream, both ways. */
  boolean isReset() {
    return reset;
  }

  void onReset() {
    reset = true;
  }

  /** Whether nobody reads the request any more, because all of it is on its way. */
  boolean isSent() {
    return sent;
  }

  void onSent() {
    sent = true;
  }

  /** The connection is lost, or the client is closed: ends the call if no answer did. */
  void fail(Exception why) {
    reply.endOfConnection();
    if (!reply.ended()) {
      failure = why;
    }
  }

  /** What ended the call other than an answer. */
  Optional<Exception> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether the server cannot have acted on it: it said so, or never had all of it. */
  boolean isUnprocessed() {
    return reply.refused() || (failure instanceof IOException && !sent && !reply.hasBegun());
  }

  /** The server's windows or its patience ended it before anybody looked at it. */
  void refuse(Status why) {
    reply.refuse(why);
  }

  boolean isDone() {
    return done;
  }

  /** Whom to wake so that somebody reads; null if its caller does not sleep. */
  Thread waiter() {
    return waiter;
  }

  /** Gives it back to its owner; whoever reads or gives calls up does. */
  void finish() {
    // Read first: its owner may be at the next call at once.
    Thread thread = waiter;
    Runnable then = sequel;
    done = true;
    if (then != null) {
      then.run();
    } else if (thread != Thread.currentThread()) {
      LockSupport.unpark(thread);
    }
  }

  /** Lets go of what belongs to its caller; returns whether another call may have the rest. */
  boolean recycle() {
    request.clear();
    headers = null;
    waiter = null;
    sequel = null;
    return done && sent && reply.kept() <= MOST_KEPT && request.kept() <= MOST_KEPT;
  }
}
