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
 * write their requests themselves, and a lone one reads its reply itself. Safe for any number of
 * threads.
 *
 * <p>Two duties go from thread to thread. Whoever has something to send writes, and for a while
 * writes what others bring, who need not wait for it; where the kernel has no room, the reader goes
 * on. A caller that finds nobody reading reads until its own reply is there. If others wait then,
 * or there are calls that no thread waits for, the {@link Lookout} reads from there on.
 */
final class SharedConnection {
  /** What calls that send at the same time take turns with: eight frames of the usual size. */
  private static final int TURN = 8 * Http2.MAX_FRAME;

  /** So many buffers a thread writes at a time, most of which may be others' requests. */
  private static final int MOST_WRITES = 8;

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
  // The reader's: whether it is giving calls back, whose owners may begin others at once.
  private boolean finishing;
  // When the server last said anything.
  private volatile long heardAt = System.nanoTime();

  private final ReentrantLock writing = new ReentrantLock();
  // Whether there may be something to write that the thread that writes has not seen yet.
  private volatile boolean workToDo;
  // Whether the reader is to write on, as soon as the kernel has room.
  private volatile boolean leftToReader;
  // Under the lock of writing: whether the last pass began with heads of requests.
  private boolean hadHeads;
  private boolean unwritable;

  /**
   * The preface goes out with the first call, or a moment later if there is none.
   *
   * @param socket connected
   * @param whenClosed hears of the end, on any thread, perhaps more than once
   */
  SharedConnection(DeadlineSocket socket, OutFrames out, Consumer<SharedConnection> whenClosed) {
    this.socket = socket;
    this.out = out;
    this.whenClosed = whenClosed;
  }

  /** Starts the thread that it has of its own; to be called once, before any call. */
  void start() {
    lookout.start();
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

  /** The code of a call that the connection was lost for. */
  Status.Code lostCode() {
    return streams.farewell().map(Status::getCode).orElse(Status.Code.UNAVAILABLE);
  }

  /**
   * Begins a call, and sends of it what may be sent now.
   *
   * @return false if this connection takes no more calls; the call has failed with the reason, of
   *     which nobody else hears
   */
  boolean begin(StreamCall call) {
    if (streams.isIdle()) {
      // A server may have said goodbye since the last call; nobody was listening.
      readWhatIsThere();
    }
    boolean isAsync = call.isAsync();
    long deadline = call.deadline();
    if (!streams.add(call)) {
      streams.turnAway(call);
      return false;
    }
    // The call may be over from here on, and another's.
    if (!isFinishingCalls()) {
      write();
    }
    if (isAsync) {
      lookout.callBegan(deadline);
    }
    return true;
  }

  /**
   * Waits until a call that this thread began is done, and reads meanwhile if nobody else does.
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
      leaveReading();
    }
    letGo(call);
  }

  /**
   * If others wait, the lookout reads from here on: callers would wake each other for each call.
   */
  private void leaveReading() {
    if (reader.get() == null && streams.oldestWaiter().isPresent()) {
      lookout.takeOver();
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

  private void giveUp(StreamCall call, long left) {
    if (!giveUp(call)) {
      // An answer that is there counts; whoever has read it is about to say so.
      while (!call.isDone()) {
        Thread.onSpinWait();
      }
      return;
    }
    if (left > 0) {
      throw new PredictException(Status.Code.CANCELLED, "the caller was interrupted");
    }
    retireIfSilentSince(call.begunAt());
    throw new PredictException(Status.Code.DEADLINE_EXCEEDED, "deadline exceeded");
  }

  /** Gives a call up; false if it has ended meanwhile, and its owner has heard or is to hear. */
  boolean giveUp(StreamCall call) {
    boolean wasOpen = streams.giveUp(call);
    if (wasOpen) {
      letGo(call);
      write();
      closeIfFinished();
    }
    return wasOpen;
  }

  /** Ends the calls that no thread waits for and whose time is over. */
  void endOverdue(long now) {
    for (StreamCall call : streams.giveUpOverdue(now)) {
      retireIfSilentSince(call.begunAt());
      call.fail(new PredictException(Status.Code.DEADLINE_EXCEEDED, "deadline exceeded"));
      call.finish();
    }
    write();
    closeIfFinished();
  }

  /** A server that has not said a word during a whole call may be gone without one. */
  private void retireIfSilentSince(long begunAt) {
    if (heardAt - begunAt < 0) {
      streams.retire();
    }
  }

  /** Returns once nobody reads the request of a call that has ended any more. */
  void letGo(StreamCall call) {
    if (!call.isSent()) {
      writing.lock();
      try {
        // Whoever was writing has come to a stop, and finds the call no more.
      } finally {
        writing.unlock();
      }
    }
  }

  /** The right to read, until {@link #endReading}; false if somebody else has it. */
  boolean tryReading() {
    return reader.compareAndSet(null, Thread.currentThread());
  }

  void endReading() {
    reader.set(null);
    if (lookout.isNeeded()) {
      lookout.wakeUp();
    } else {
      streams.oldestWaiter().ifPresent(LockSupport::unpark);
    }
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
    int count = 0;
    try {
      if (nanos > 0) {
        socket.awaitReadiness(leftToReader, nanos);
      }
      count = frames.readFrom(socket);
      if (count < 0) {
        throw streams.whyClosed();
      }
      if (count > 0) {
        heardAt = System.nanoTime();
      }
    } catch (IOException | RuntimeException | Error e) {
      count = 0;
      fail(e);
    }
    finishEnded();
    if (leftToReader || streams.hasWork()) {
      leftToReader = false;
      write();
    }
    closeIfFinished();
    return count;
  }

  /** Gives calls back; what their owners begin on this thread is sent all at once, afterwards. */
  private void finishEnded() {
    finishing = true;
    try {
      server.finishEnded();
    } finally {
      finishing = false;
    }
  }

  private boolean isFinishingCalls() {
    return reader.get() == Thread.currentThread() && finishing;
  }

  /** Writes what there is to write, or leaves it to another thread that does. */
  private void write() {
    workToDo = true;
    while (workToDo && !leftToReader && writing.tryLock()) {
      try {
        workToDo = false;
        if (!unwritable) {
          writeAll();
        }
      } catch (IOException e) {
        // What the server said before it closed may still be there: the reader finds the end.
        unwritable = true;
      } catch (RuntimeException | Error e) {
        unwritable = true;
        fail(e);
      } finally {
        writing.unlock();
      }
    }
  }

  private void writeAll() throws IOException {
    for (int writes = 0; writes < MOST_WRITES; writes++) {
      if (!out.writeTo(socket)) {
        break;
      }
      if (!fill()) {
        return;
      }
    }
    leftToReader = true;
    Thread other = reader.get();
    if (other != null && other != Thread.currentThread()) {
      // It waits for something to read alone.
      socket.wakeUp();
    }
  }

  /** Fills the buffer with what may be sent now; returns whether that is anything. */
  private boolean fill() {
    streams.moveDueTo(out.bytes());
    // Heads of requests go first, but no flood of small ones holds up the rest of a large one.
    if (hadHeads && fillWithTheRest()) {
      hadHeads = false;
      return true;
    }
    hadHeads = fillWithHeads();
    // The head of a lone request goes by itself, so that the server's threads wake up while its
    // large tensors are copied. Beside other calls they are awake, and a write of its own costs
    // more.
    boolean isHeadOfALoneOne = hadHeads && streams.readyCount() == 1 && streams.size() == 1;
    if (!isHeadOfALoneOne) {
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

  /** Returns whether there was any. */
  private boolean fillWithTheRest() {
    boolean isAlone = streams.readyCount() == 1;
    boolean any = false;
    while (out.room(Http2.MAX_FRAME) >= Http2.MAX_FRAME) {
      StreamCall call = streams.nextReady();
      if (call == null) {
        break;
      }
      if (out.isEmpty()) {
        out.reserve(call.request().remaining());
      }
      send(call, isAlone ? Integer.MAX_VALUE : TURN);
      any = true;
    }
    return any;
  }

  /** Adds the next bytes of a request, as many as the windows and the buffer have room for. */
  private void send(StreamCall call, int most) {
    RequestBytes request = call.request();
    int maxFrame = Math.min(TURN, streams.maxFrame());
    int wanted = Math.min(Math.min(most, request.remaining()), out.room(maxFrame));
    int count = streams.use(call, wanted);
    out.data(request, count, maxFrame, call.id());
    if (request.remaining() == 0) {
      streams.onSent(call);
    } else {
      streams.sendMore(call);
    }
  }

  /** Closes a connection that nobody needs. */
  void closeIfIdle() {
    if (streams.closeIfIdle()) {
      onClosed(List.of());
    }
  }

  /** Closes a connection that takes no more calls, once its last one has ended. */
  private void closeIfFinished() {
    if (streams.closeIfFinished()) {
      onClosed(List.of());
    }
  }

  /** Ends all calls with what went wrong, unless they have an answer, and closes the socket. */
  void fail(Throwable why) {
    Exception reason =
        why instanceof OutOfMemoryError e
            ? CallRules.outOfMemory(e)
            : why instanceof IOException e ? e : PredictException.of(why);
    if (!streams.isClosed()) {
      onClosed(streams.close(reason));
    }
  }

  private void onClosed(List<StreamCall> lost) {
    whenClosed.accept(this);
    lookout.wakeUp();
    lost.forEach(StreamCall::finish);
  }
}
