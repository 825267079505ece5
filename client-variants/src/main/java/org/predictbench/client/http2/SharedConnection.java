package org.predictbench.client.http2;

import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.predictbench.client.PredictException;

/**
 * One HTTP/2 connection that carries any number of calls at once, without an event loop: callers
 * write their requests themselves, and one of those who wait reads the replies for all. Safe for
 * any number of threads.
 *
 * <p>Two duties go from thread to thread. Whoever has something to send writes, and writes what
 * others bring meanwhile, who need not wait for it; where the kernel has no room, the reader goes
 * on. Whoever waits first reads, until its own reply is there, and wakes another who waits. Calls
 * that no thread waits for are read by the {@link Lookout}.
 */
final class SharedConnection {
  /** What calls that send at the same time take turns with: eight frames of the usual size. */
  private static final int TURN = 8 * Http2.MAX_FRAME;

  /** Of up to 64 KiB each: more than a server has to say while there is no call. */
  private static final int MOST_READS_WITHOUT_A_CALL = 16;

  private final DeadlineSocket socket;
  private final OutFrames out;
  private final Consumer<SharedConnection> whenClosed;
  private final Streams streams = new Streams();
  private final SharedFrames server = new SharedFrames(streams);
  private final FrameReader frames = new FrameReader(server);
  private final Lookout lookout = new Lookout(this);

  // Who reads; null if nobody does.
  private final AtomicReference<Thread> reader = new AtomicReference<>();
  private final ReentrantLock writing = new ReentrantLock();
  // Whether there may be something to write that the thread that writes has not seen yet.
  private volatile boolean workToDo;
  // Whether the kernel had no room for all: the reader waits for that, too.
  private volatile boolean blocked;
  // Under the lock of writing: whether the last pass wrote the heads of requests alone.
  private boolean wroteHeads;
  private boolean unwritable;

  private volatile long usedLast = System.nanoTime();

  /**
   * The preface goes out with the first call.
   *
   * @param socket connected
   * @param whenClosed hears of it once, on any thread
   */
  SharedConnection(DeadlineSocket socket, OutFrames out, Consumer<SharedConnection> whenClosed) {
    this.socket = socket;
    this.out = out;
    this.whenClosed = whenClosed;
  }

  DeadlineSocket socket() {
    return socket;
  }

  Streams streams() {
    return streams;
  }

  /** Whether another call may begin. */
  boolean isAccepting() {
    return streams.isAccepting();
  }

  boolean isClosed() {
    return streams.isClosed();
  }

  /** When a call last began. */
  long usedLast() {
    return usedLast;
  }

  /** The code of a call that the connection was lost for. */
  Status.Code lostCode() {
    return streams.farewell().map(Status::getCode).orElse(Status.Code.UNAVAILABLE);
  }

  /**
   * Begins a call, and sends of it what may be sent now.
   *
   * @return false if this connection takes no more calls; the call has failed with the reason, and
   *     nobody else hears of it
   */
  boolean begin(StreamCall call) {
    if (streams.isIdle()) {
      // A server may have said goodbye since the last call; nobody was listening.
      readWhatIsThere();
    }
    boolean isAsync = call.isAsync();
    long deadline = call.deadline();
    if (!streams.add(call)) {
      call.fail(streams.whyClosed());
      return false;
    }
    usedLast = System.nanoTime();
    // The call may be over from here on, and another's.
    write();
    if (isAsync) {
      lookout.callBegan(deadline);
    } else {
      lookout.start();
    }
    return true;
  }

  /**
   * Waits until a call that this thread began is done, and reads for all meanwhile if nobody else
   * does.
   *
   * @throws PredictException at the deadline or by interrupt, if the call was not done by then; it
   *     is given up
   */
  void await(StreamCall call) {
    try {
      while (!call.isDone()) {
        long left = call.deadline() - System.nanoTime();
        if (left <= 0 || Thread.currentThread().isInterrupted()) {
          giveUp(call, left);
        } else if (!lookout.isNeeded() && tryReading()) {
          readFor(call);
        } else {
          LockSupport.parkNanos(this, left);
        }
      }
    } finally {
      wakeNextReader();
    }
    if (!call.isSent()) {
      stopSending(call);
    }
  }

  /** Reads until the call is done, its time is over, or the lookout is needed. */
  private void readFor(StreamCall call) {
    try {
      while (!call.isDone() && !lookout.isNeeded()) {
        long left = call.deadline() - System.nanoTime();
        if (left <= 0 || Thread.currentThread().isInterrupted()) {
          return;
        }
        read(left);
      }
    } finally {
      reader.set(null);
    }
    if (lookout.isNeeded()) {
      lookout.wakeUp();
    }
  }

  /** Replies may be on their way that nobody reads now. */
  private void wakeNextReader() {
    if (reader.get() != null) {
      return;
    }
    if (lookout.isNeeded()) {
      lookout.wakeUp();
    } else {
      streams.oldestWaiter().ifPresent(LockSupport::unpark);
    }
  }

  private void giveUp(StreamCall call, long left) {
    if (!giveUp(call)) {
      // An answer that is there counts; its reader is about to say so.
      awaitEnd(call);
      return;
    }
    throw left <= 0
        ? new PredictException(Status.Code.DEADLINE_EXCEEDED, "deadline exceeded")
        : new PredictException(Status.Code.CANCELLED, "the caller was interrupted");
  }

  private static void awaitEnd(StreamCall call) {
    while (!call.isDone()) {
      Thread.onSpinWait();
    }
  }

  /** Gives a call up; false if it has ended meanwhile, and its owner has heard or is to hear. */
  boolean giveUp(StreamCall call) {
    boolean wasOpen;
    writing.lock();
    try {
      wasOpen = streams.giveUp(call);
    } catch (PredictException e) {
      fail(e);
      return false;
    } finally {
      writing.unlock();
    }
    write();
    closeIfFinished();
    return wasOpen;
  }

  /** Ends the calls that no thread waits for and whose time is over. */
  void endOverdue(long now) {
    try {
      for (StreamCall call : streams.giveUpOverdue(now)) {
        call.fail(new PredictException(Status.Code.DEADLINE_EXCEEDED, "deadline exceeded"));
        call.finish();
      }
    } catch (PredictException e) {
      fail(e);
    }
    write();
    closeIfFinished();
  }

  /** After an early answer nobody may read the request any more, and the server wants no more. */
  void stopSending(StreamCall call) {
    writing.lock();
    try {
      streams.stopSending(call);
    } catch (PredictException e) {
      fail(e);
    } finally {
      writing.unlock();
    }
    write();
  }

  /** The right to read, until {@link #endReading}; false if somebody else has it. */
  boolean tryReading() {
    return reader.compareAndSet(null, Thread.currentThread());
  }

  void endReading() {
    reader.set(null);
    wakeNextReader();
  }

  /** Ends the wait of the thread that reads. */
  void wakeReader() {
    socket.wakeUp();
  }

  /** Takes what the server said while there was no call, unless somebody reads anyway. */
  void readWhatIsThere() {
    if (!tryReading()) {
      return;
    }
    try {
      for (int reads = 0; read(0) > 0; reads++) {
        if (reads == MOST_READS_WITHOUT_A_CALL) {
          fail(new IOException("the server sends and sends"));
        }
      }
    } finally {
      endReading();
    }
  }

  /**
   * Waits at most so long for what the server sends, takes it, and gives the calls that it ends
   * back to their owners. For the thread that reads.
   *
   * @return how many bytes came; none if the connection is lost
   */
  int read(long nanos) {
    try {
      if (nanos > 0) {
        socket.awaitReadiness(blocked, nanos);
      }
      int count = frames.readFrom(socket);
      if (count < 0) {
        throw streams.whyClosed();
      }
      if (blocked || streams.hasWork()) {
        blocked = false;
        write();
      }
      closeIfFinished();
      return count;
    } catch (IOException | PredictException e) {
      fail(e);
      return 0;
    } finally {
      server.finishEnded();
    }
  }

  /** Writes what there is to write, or leaves it to the thread that is writing. */
  private void write() {
    workToDo = true;
    while (workToDo && !blocked && writing.tryLock()) {
      try {
        workToDo = false;
        if (!unwritable) {
          writeAll();
        }
      } catch (IOException e) {
        // What the server said before it closed may still be there: the reader finds the end.
        unwritable = true;
      } finally {
        writing.unlock();
      }
    }
  }

  private void writeAll() throws IOException {
    do {
      if (!out.writeTo(socket)) {
        blocked = true;
        Thread other = reader.get();
        if (other != null && other != Thread.currentThread()) {
          // It waits for something to read alone.
          socket.wakeUp();
        }
        return;
      }
    } while (fill());
  }

  /** Fills the buffer with what may be sent now; returns whether that is anything. */
  private boolean fill() {
    streams.moveDueTo(out.bytes());
    // Heads of requests go first, so that the server's threads wake up while large tensors are
    // copied; but no flood of small requests holds up the rest of a large one.
    boolean isTurnOfTheRest = wroteHeads && streams.readyCount() > 0;
    wroteHeads = !isTurnOfTheRest && fillWithHeads();
    if (!wroteHeads) {
      fillWithTheRest();
    }
    return !out.isEmpty();
  }

  private boolean fillWithHeads() {
    boolean any = false;
    while (out.hasRoomForHead()) {
      StreamCall call = streams.nextFresh();
      if (call == null) {
        break;
      }
      out.headers(call.headers(), call.id());
      send(call, call.request().head());
      any = true;
    }
    return any;
  }

  private void fillWithTheRest() {
    boolean isAlone = streams.readyCount() == 1;
    StreamCall call = streams.nextReady();
    if (call != null && out.isEmpty()) {
      out.reserve(call.request().remaining());
    }
    while (call != null) {
      send(call, isAlone ? Integer.MAX_VALUE : TURN);
      call = out.room(Http2.MAX_FRAME) >= Http2.MAX_FRAME ? streams.nextReady() : null;
    }
  }

  /** Adds the next bytes of a request, as many as the windows and the buffer have room for. */
  private void send(StreamCall call, int most) {
    RequestBytes request = call.request();
    int maxFrame = Math.min(TURN, streams.maxFrame());
    int wanted = Math.min(Math.min(most, request.remaining()), out.room(maxFrame));
    int count = streams.use(call, wanted);
    out.data(request, count, maxFrame, call.id());
    if (request.remaining() == 0) {
      call.onSent();
    } else {
      streams.sendMore(call);
    }
  }

  /** Closes a connection that nobody needs. */
  void closeIfIdle() {
    if (streams.isIdle()) {
      fail(new IOException("the connection was not used for long"));
    }
  }

  /** Closes a connection that takes no more calls, once its last one has ended. */
  private void closeIfFinished() {
    if (!streams.isAccepting() && streams.isIdle()) {
      fail(new IOException("the connection is no longer used"));
    }
  }

  /** Ends all calls with what went wrong, unless they have an answer, and closes the socket. */
  void fail(Exception why) {
    if (streams.isClosed()) {
      return;
    }
    List<StreamCall> lost = streams.close(why);
    whenClosed.accept(this);
    lookout.wakeUp();
    lost.forEach(StreamCall::finish);
  }
}
