package org.predictbench.bench.load.send;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends each request when it is due, whatever became of those before.
 *
 * <ul>
 *   <li>A few sender threads take the arrivals in turn: one waits for the next while another still
 *       encodes. None waits for answers.
 *   <li>At the limit in flight a request waits in a bounded queue, from which one further thread
 *       sends; when that is full it is dropped, which is an outcome.
 *   <li>It ends within the schedule's duration plus the grace of {@link Calls}, whatever the server
 *       does.
 * </ul>
 */
public final class OpenLoop implements Load {
  /**
   * The limits of a generator.
   *
   * @param inFlight calls under way at most
   * @param queue requests that wait at most
   * @param senders threads that send
   */
  public record Limits(int inFlight, int queue, int senders) {
    public Limits {
      if (inFlight < 1 || queue < 1 || senders < 1) {
        throw new IllegalArgumentException("in flight, queue and senders are at least 1 each");
      }
    }
  }

  private static final long END = Long.MIN_VALUE;

  private final Schedule schedule;
  private final Calls calls;
  private final Pacer pacer;
  private final Outcomes outcomes;
  private final InFlight inFlight;
  private final BlockingQueue<Long> queue;
  private final AtomicInteger next = new AtomicInteger();
  private final List<Thread> senders = new ArrayList<>();
  private final Thread fromQueue = new Thread(this::sendQueued, "load-sender-queued");
  private final CountDownLatch stopped = new CountDownLatch(1);
  private long start;

  public OpenLoop(Schedule schedule, Calls calls, Limits limits, Pacer pacer, Outcomes outcomes) {
    this.schedule = schedule;
    this.calls = calls;
    this.pacer = pacer;
    this.outcomes = outcomes;
    this.inFlight = new InFlight(calls, outcomes, limits.inFlight());
    this.queue = new ArrayBlockingQueue<>(limits.queue());
    for (int i = 0; i < limits.senders(); i++) {
      senders.add(new Thread(this::send, "load-sender-" + i));
    }
  }

  @Override
  public Course run() throws InterruptedException {
    start = System.nanoTime() + pacer.runUp().toNanos();
    try {
      fromQueue.start();
      senders.forEach(Thread::start);
      // Arrivals end before the load does: a rate is arrivals by the whole of its time.
      long left = start + schedule.duration().toNanos() - System.nanoTime();
      boolean stoppedEarly = stopped.await(left, TimeUnit.NANOSECONDS);
      for (Thread sender : senders) {
        sender.join();
      }
      long sendingEnd = System.nanoTime();
      awaitOutcomes();
      return new Course(
          schedule.size(), sendingEnd - start, System.nanoTime() - start, stoppedEarly);
    } finally {
      stop();
      end();
    }
  }

  private void send() {
    pacer.begin();
    for (int i = next.getAndIncrement(); i < schedule.size(); i = next.getAndIncrement()) {
      long intended = start + schedule.offsetsNanos()[i];
      long now = pacer.await(intended, () -> stopped.getCount() == 0);
      if (stopped.getCount() == 0) {
        return;
      }
      outcomes.sent(intended, now);
      // Those that wait already go first.
      if (queue.isEmpty() && inFlight.tryAcquire()) {
        inFlight.send(intended);
      } else if (!queue.offer(intended)) {
        outcomes.dropped(intended, System.nanoTime());
      }
    }
  }

  private void sendQueued() {
    try {
      for (long intended = queue.take(); intended != END; intended = queue.take()) {
        sendWhenFree(intended);
      }
    } catch (InterruptedException e) {
      // Given up on: what waits still is dropped.
    }
  }

  private void sendWhenFree(long intended) throws InterruptedException {
    try {
      inFlight.acquire();
    } catch (InterruptedException e) {
      outcomes.dropped(intended, System.nanoTime());
      throw e;
    }
    inFlight.send(intended);
  }

  /** All within one grace: what waits is sent, what is sent is answered. */
  private void awaitOutcomes() throws InterruptedException {
    long end = System.nanoTime() + calls.grace().toNanos();
    if (queue.offer(END, calls.grace().toNanos(), TimeUnit.NANOSECONDS)) {
      fromQueue.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }
    if (!fromQueue.isAlive()) {
      inFlight.awaitIdle(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    }
    end();
  }

  /** Gives every request that has no outcome yet the one of being given up. Idempotent. */
  private void end() throws InterruptedException {
    fromQueue.interrupt();
    fromQueue.join();
    for (Long waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
      if (waiting != END) {
        outcomes.dropped(waiting, System.nanoTime());
      }
    }
    inFlight.abandon();
  }

  @Override
  public void stop() {
    stopped.countDown();
    senders.forEach(Thread::interrupt);
  }

  @Override
  public void finish() {
    stopped.countDown();
    senders.forEach(LockSupport::unpark);
  }
}
