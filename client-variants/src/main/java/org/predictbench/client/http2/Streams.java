package org.predictbench.client.http2;

import io.grpc.Status;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.predictbench.client.PredictException;

/**
 * The calls of one connection, and how much of each the server takes now: RFC 9113, sections 5.1
 * and 5.2. Safe for any number of threads.
 *
 * <p>A call waits in the first queue for its turn to open a stream, then goes in and out of the
 * second, which has those that may send more of their request.
 */
final class Streams {
  private static final int LAST_STREAM = 1 << 30;
  private static final int RESET_BYTES = Http2.HEADER_BYTES + Integer.BYTES;

  /** How long a connection's window may stay closed before it is taken for lost. */
  private static final long PATIENCE = Duration.ofSeconds(1).toNanos();

  // By number, and so the oldest first.
  private final Map<Integer, StreamCall> open = new LinkedHashMap<>();
  private final Deque<StreamCall> fresh = new ArrayDeque<>();
  private final Deque<StreamCall> ready = new ArrayDeque<>();
  private final DueFrames due = new DueFrames();
  // Streams that the server is to hear of that they are over. No more than were ever open at once.
  private final Deque<Integer> resets = new ArrayDeque<>();

  // Wider than the RFC's 31 bits, so that no server makes it overflow.
  private long connectionWindow = Http2.DEFAULT_WINDOW;
  private int initialWindow = Http2.DEFAULT_WINDOW;
  private int maxFrame = Http2.MAX_FRAME;
  private long mostOpen = Long.MAX_VALUE;
  private int last = -1;
  private boolean settled;
  private int async;
  private long usedAt = System.nanoTime();
  private long renewedAt = System.nanoTime();

  // Whether the server ever put an end to a stream, whose data it may have thrown away.
  private boolean discards;
  // Whether a stream ever ended before all of its request was sent.
  private boolean breaksOff;
  // Whether other calls had better go over a fresh connection.
  private boolean retired;
  private Optional<Status> farewell = Optional.empty();
  private boolean closed;
  // What the server did wrong, if that is why it is closed.
  private Optional<Status> offence = Optional.empty();

  /** Takes a call; false if this connection takes no more, which leaves it as it is. */
  synchronized boolean add(StreamCall call) {
    if (!isAccepting()) {
      return false;
    }
    fresh.addLast(call);
    async += call.isAsync() ? 1 : 0;
    usedAt = System.nanoTime();
    return true;
  }

  /** Whether another call may begin. */
  synchronized boolean isAccepting() {
    retired |= isStarved();
    return !closed && !retired && farewell.isEmpty() && last < LAST_STREAM;
  }

  /**
   * Whether the connection's window may stay as small as it is. haproxy 2.6 never gives back what
   * it threw away of calls that it answered itself, and then waits for requests that cannot come.
   */
  private boolean isStarved() {
    return isIdle()
        ? discards && connectionWindow < Http2.DEFAULT_WINDOW / 2
        : (discards || breaksOff)
            && connectionWindow <= 0
            && System.nanoTime() - renewedAt >= PATIENCE;
  }

  /** Lets the calls that there are end, and takes no more. */
  synchronized void retire() {
    retired = true;
  }

  /** Whether there is no call. */
  synchronized boolean isIdle() {
    return size() == 0;
  }

  /** How many calls there are. */
  synchronized int size() {
    return open.size() + fresh.size();
  }

  /** When a call last began or ended. */
  synchronized long usedAt() {
    return usedAt;
  }

  /** Whether there are several calls, or one that no thread waits for. */
  synchronized boolean areShared() {
    return async > 0 || size() > 1;
  }

  /** Whether there is something to write. */
  synchronized boolean hasWork() {
    return !due.isEmpty()
        || !resets.isEmpty()
        || (connectionWindow > 0 && !ready.isEmpty())
        || canOpen();
  }

  private boolean canOpen() {
    return settled && !fresh.isEmpty() && open.size() < mostOpen && last < LAST_STREAM;
  }

  /** The next call to open a stream for, which has one now; null if there is none, or no room. */
  synchronized StreamCall nextFresh() {
    if (!canOpen()) {
      return null;
    }
    StreamCall call = fresh.removeFirst();
    last += 2;
    call.open(last, initialWindow);
    open.put(last, call);
    return call;
  }

  /** The next call that may send more, taken from its queue; null if there is none. */
  synchronized StreamCall nextReady() {
    StreamCall call = connectionWindow > 0 ? ready.pollFirst() : null;
    if (call != null) {
      call.queued(false);
    }
    return call;
  }

  /** How many calls may send more. */
  synchronized int readyCount() {
    return ready.size();
  }

  /** Takes so much of the windows as there is, at most what is asked; returns how much it was. */
  synchronized int use(StreamCall call, int most) {
    int count = (int) Math.max(0, Math.min(most, Math.min(connectionWindow, call.window())));
    connectionWindow -= count;
    call.renewWindow(-count);
    return count;
  }

  /** Puts a call that has more to send back into its queue, as soon as its window allows. */
  synchronized void sendMore(StreamCall call) {
    if (call.window() > 0 && !call.isQueued() && !call.isSent() && isOpen(call)) {
      call.queued(true);
      ready.addLast(call);
    }
  }

  private boolean isOpen(StreamCall call) {
    return open.get(call.id()) == call;
  }

  /** All of a request is on its way: whoever writes does not touch the call any more. */
  synchronized void onSent(StreamCall call) {
    leaveQueue(call);
    call.onSent();
  }

  private void leaveQueue(StreamCall call) {
    if (call.isQueued()) {
      ready.remove(call);
      call.queued(false);
    }
  }

  /** How long a frame the server takes. */
  synchronized int maxFrame() {
    return maxFrame;
  }

  /** Moves what is due before any data, answers to the server and resets, as far as it has room. */
  synchronized void moveDueTo(ByteBuffer out) {
    if (!due.isEmpty()) {
      due.moveTo(out);
    }
    while (!resets.isEmpty() && out.remaining() >= RESET_BYTES) {
      Http2.reset(out, resets.removeFirst(), Http2.CANCEL);
    }
  }

  /** Where one more answer to the server goes; only under this object's lock. */
  ByteBuffer answer() {
    return due.answer();
  }

  /** The call of that stream, if it has not ended; only under this object's lock. */
  Optional<StreamCall> open(int id) {
    return Optional.ofNullable(open.get(id));
  }

  /**
   * Forgets a call that has ended, and tells the server that it wants no more, if some of the
   * request is not sent. Whoever calls this gives the call back to its owner.
   */
  synchronized void end(StreamCall call) {
    boolean wasOpen = open.remove(call.id(), call);
    leaveQueue(call);
    async -= call.isAsync() ? 1 : 0;
    usedAt = System.nanoTime();
    if (wasOpen && !call.isSent() && !call.isReset()) {
      breaksOff = true;
      resets.addLast(call.id());
    }
  }

  /** Gives a call up, of which the server hears. False if it has ended meanwhile. */
  synchronized boolean giveUp(StreamCall call) {
    if (isOpen(call)) {
      boolean isWhole = call.isSent();
      end(call);
      if (isWhole) {
        resets.addLast(call.id());
      }
      return true;
    }
    if (fresh.remove(call)) {
      end(call);
      return true;
    }
    return false;
  }

  synchronized void renewConnection(int more) {
    connectionWindow += more;
    renewedAt = System.nanoTime();
  }

  synchronized void renewStream(int id, int more) {
    StreamCall call = open.get(id);
    if (call != null) {
      call.renewWindow(more);
      sendMore(call);
    }
  }

  /** The server's setting, which counts for the streams that are open as well. */
  synchronized void initialWindow(int bytes) {
    long more = (long) bytes - initialWindow;
    initialWindow = bytes;
    for (StreamCall call : open.values()) {
      call.renewWindow(more);
      sendMore(call);
    }
  }

  synchronized void mostOpen(int count) {
    mostOpen = Integer.toUnsignedLong(count);
  }

  synchronized void maxFrame(int bytes) {
    maxFrame = bytes;
  }

  /** The server's settings have come: calls may begin. */
  synchronized void onSettled() {
    settled = true;
  }

  /** The server has put an end to a stream. */
  synchronized void onReset() {
    discards = true;
  }

  /**
   * The server takes no more calls here, and has not looked at those after the last that it names.
   *
   * @return those, which have ended with it
   */
  synchronized List<StreamCall> sayGoodbye(int lastProcessed, Status why) {
    farewell = Optional.of(why);
    List<StreamCall> refused = new ArrayList<>(fresh);
    open.values().stream().filter(call -> call.id() > lastProcessed).forEach(refused::add);
    fresh.clear();
    for (StreamCall call : refused) {
      call.refuse(why);
      end(call);
    }
    return refused;
  }

  /** Why there may be no more calls, as far as the server said. */
  synchronized IOException whyClosed() {
    return new EOFException(
        farewell.map(Status::getDescription).orElse("the server closed the connection"));
  }

  /** Ends a call that this connection does not take; another one may. */
  synchronized void turnAway(StreamCall call) {
    offence.ifPresentOrElse(call::refuse, () -> call.fail(whyClosed()));
  }

  /** What calls end with since the server said that it takes no more here; empty while it does. */
  synchronized Optional<Status> farewell() {
    return farewell;
  }

  /**
   * Takes no more calls.
   *
   * @return those that there were, which have ended with it; none if it was closed before
   */
  synchronized List<StreamCall> close(Exception why) {
    closed = true;
    if (why instanceof PredictException e) {
      offence = Optional.of(e.code().toStatus().withDescription(e.getMessage()));
    }
    List<StreamCall> lost = Stream.concat(open.values().stream(), fresh.stream()).toList();
    open.clear();
    fresh.clear();
    ready.clear();
    async = 0;
    lost.forEach(call -> call.fail(why));
    return lost;
  }

  /** Takes no more calls if there is none; returns whether that is so. */
  synchronized boolean closeIfIdle() {
    boolean closes = !closed && isIdle();
    closed |= closes;
    return closes;
  }

  /** The same if it takes none anyway. */
  synchronized boolean closeIfFinished() {
    return !isAccepting() && closeIfIdle();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** A thread whose call is still to end, the oldest one's; empty if there is none. */
  synchronized Optional<Thread> oldestWaiter() {
    return firstWaiter(open.values()).or(() -> firstWaiter(fresh));
  }

  private static Optional<Thread> firstWaiter(Collection<StreamCall> calls) {
    for (StreamCall call : calls) {
      if (!call.isAsync()) {
        return Optional.of(call.waiter());
      }
    }
    return Optional.empty();
  }

  /**
   * Gives up the calls that no thread waits for and whose time is over.
   *
   * @return those, to be finished
   */
  synchronized List<StreamCall> giveUpOverdue(long nanos) {
    List<StreamCall> overdue = async().filter(call -> nanos - call.deadline() >= 0).toList();
    overdue.forEach(this::giveUp);
    return overdue;
  }

  /** When the first of those is over; empty if there is none. */
  synchronized Optional<Long> earliestDeadline() {
    return async().map(StreamCall::deadline).min((a, b) -> Long.signum(a - b));
  }

  private Stream<StreamCall> async() {
    return Stream.concat(open.values().stream(), fresh.stream()).filter(StreamCall::isAsync);
  }
}
