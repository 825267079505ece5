package org.predictbench.modelserver.batching;

import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.predictbench.modelserver.status.ServingException;

/**
 * The batches of one signature of one servable. Not thread-safe: the {@link BatchScheduler} guards
 * it.
 */
final class BatchQueue {
  private final BatchingOptions options;
  private final Consumer<List<BatchTask>> run;
  private final Deque<Batch> batches = new ArrayDeque<>();

  private static final class Batch {
    private final List<BatchTask> tasks = new ArrayList<>();
    private final long openedNanos;
    private long size;

    Batch(long openedNanos) {
      this.openedNanos = openedNanos;
    }
  }

  BatchQueue(BatchingOptions options, Consumer<List<BatchTask>> run) {
    this.options = options;
    this.run = run;
  }

  /**
   * Adds a call as one task, or, where calls are split, as several: what the open batch has room
   * for, and the rest in batches of its own.
   *
   * @return the tasks, in the order of their rows
   * @throws ServingException if there are too many batches already; then none of them is added
   */
  List<BatchTask> add(BatchTask call, long now) {
    long room = batches.isEmpty() ? 0 : options.maxExecutionSize() - batches.peekLast().size;
    List<BatchTask> tasks = options.split() ? parts(call, room) : List.of(call);
    int fresh = tasks.size() - (tasks.get(0).size() <= room ? 1 : 0);
    if (batches.size() + fresh > options.maxEnqueuedBatches()) {
      throw new ServingException(
          Status.Code.UNAVAILABLE,
          ("The batch scheduling queue to which this task was submitted is full; currently %d"
                  + " batches enqueued and max_enqueued_batches is %d")
              .formatted(batches.size(), options.maxEnqueuedBatches()));
    }
    for (BatchTask task : tasks) {
      Batch last = batches.peekLast();
      if (last == null || last.size + task.size() > options.maxExecutionSize()) {
        last = new Batch(now);
        batches.add(last);
      }
      last.tasks.add(task);
      last.size += task.size();
    }
    return tasks;
  }

  private List<BatchTask> parts(BatchTask call, long room) {
    List<BatchTask> parts = new ArrayList<>();
    long next = room > 0 ? room : options.maxExecutionSize();
    for (long offset = 0; offset < call.size(); offset += parts.get(parts.size() - 1).size()) {
      parts.add(call.part(offset, Math.min(next, call.size() - offset)));
      next = options.maxExecutionSize();
    }
    return parts.size() > 1 ? parts : List.of(call);
  }

  /** Removes and returns the first batch if it is full or has waited long enough. */
  Optional<List<BatchTask>> take(long now) {
    return !batches.isEmpty() && nanosToWait(now) <= 0
        ? Optional.of(batches.remove().tasks)
        : Optional.empty();
  }

  /**
   * Returns the time until {@link #take} returns a batch, or {@link Long#MAX_VALUE} if the queue is
   * empty.
   */
  long nanosToWait(long now) {
    Batch first = batches.peek();
    if (first == null) {
      return Long.MAX_VALUE;
    }
    if (batches.size() > 1 || first.size >= options.maxExecutionSize()) {
      return 0;
    }
    return TimeUnit.MICROSECONDS.toNanos(options.timeoutMicros()) - (now - first.openedNanos);
  }

  void run(List<BatchTask> batch) {
    run.accept(batch);
  }
}
