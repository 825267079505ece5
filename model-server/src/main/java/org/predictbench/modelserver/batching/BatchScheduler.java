package org.predictbench.modelserver.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.predictbench.modelserver.process.DaemonThreads;
import org.predictbench.modelserver.status.ServingException;

/** Runs the batches of all servables on its threads, one queue after the other. Thread-safe. */
public final class BatchScheduler {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<BatchQueue> queues = new ArrayList<>();
  private int position;

  /** Starts the threads, which last as long as the process. */
  public BatchScheduler(int threads, String threadPoolName) {
    for (int i = 0; i < threads; i++) {
      DaemonThreads.named(threadPoolName + "-" + i).newThread(this::work).start();
    }
  }

  void register(BatchQueue queue) {
    lock.lock();
    try {
      queues.add(queue);
    } finally {
      lock.unlock();
    }
  }

  void remove(BatchQueue queue) {
    lock.lock();
    try {
      queues.remove(queue);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Queues a call to run in batches.
   *
   * @return the tasks to wait for, in the order of their rows
   * @throws ServingException if the queue is full; then nothing of the call runs
   */
  List<BatchTask> schedule(BatchQueue queue, BatchTask call) {
    lock.lock();
    try {
      List<BatchTask> tasks = queue.add(call, System.nanoTime());
      changed.signalAll();
      return tasks;
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    while (true) {
      try {
        runNext();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void runNext() throws InterruptedException {
    BatchQueue queue;
    Optional<List<BatchTask>> batch = Optional.empty();
    lock.lockInterruptibly();
    try {
      while (true) {
        long now = System.nanoTime();
        long wait = Long.MAX_VALUE;
        queue = null;
        for (int i = 0; i < queues.size() && batch.isEmpty(); i++) {
          position = (position + 1) % queues.size();
          queue = queues.get(position);
          batch = queue.take(now);
          wait = Math.min(wait, queue.nanosToWait(now));
        }
        if (batch.isPresent()) {
          break;
        }
        var unused = changed.await(wait, TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
    queue.run(batch.get());
  }
}
