package org.predictbench.modelserver.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.predictbench.modelserver.session.TensorRunner;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.tensor.TensorRows;
import org.tensorflow.Tensor;

/** Runs calls of the same inputs and outputs together. A call's thread waits for its batch. */
public final class BatchingRunner implements TensorRunner {
  private final TensorRunner wrapped;
  private final BatchingOptions options;
  private final BatchScheduler scheduler;
  private final BatchingMetrics metrics;
  private final Map<Key, BatchQueue> queues = new ConcurrentHashMap<>();

  private record Key(Set<String> feeds, Set<String> fetches) {}

  public BatchingRunner(
      TensorRunner wrapped,
      BatchingOptions options,
      BatchScheduler scheduler,
      BatchingMetrics metrics) {
    this.wrapped = wrapped;
    this.options = options;
    this.scheduler = scheduler;
    this.metrics = metrics;
  }

  @Override
  public Outputs run(Map<String, Tensor> feeds, List<String> fetches, long timeoutMillis) {
    long size = rows(feeds);
    if (size > options.maxBatchSize()) {
      throw ServingException.invalid(
          "Task size %d is larger than maximum input batch size %d"
              .formatted(size, options.maxBatchSize()));
    }
    long now = System.nanoTime();
    long deadline =
        timeoutMillis == NO_TIMEOUT
            ? Long.MAX_VALUE
            : now + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    BatchTask call =
        new BatchTask(feeds, fetches, 0, size, now, deadline, new CompletableFuture<>());
    return await(scheduler.schedule(queue(feeds, fetches), call));
  }

  private long rows(Map<String, Tensor> feeds) {
    if (feeds.isEmpty()) {
      throw ServingException.invalid("Batching Run() must have at least one input tensor");
    }
    long size = -1;
    for (Tensor tensor : feeds.values()) {
      if (tensor.shape().numDimensions() == 0) {
        throw ServingException.invalid(
            "Batching Run() input tensors must have at least one dimension");
      }
      long rows = tensor.shape().get(0);
      if (size >= 0 && rows != size) {
        throw ServingException.invalid(
            "Batching Run() input tensors must have equal 0th-dimension size");
      }
      size = rows;
      metrics.onInput(rows);
    }
    return size;
  }

  private BatchQueue queue(Map<String, Tensor> feeds, List<String> fetches) {
    Key key = new Key(Set.copyOf(feeds.keySet()), new TreeSet<>(fetches));
    return queues.computeIfAbsent(
        key,
        unused -> {
          BatchQueue queue = new BatchQueue(options, new Batches(wrapped, options, metrics)::run);
          scheduler.register(queue);
          return queue;
        });
  }

  /** Waits for every part, so that none stays in use, and then returns the outputs or throws. */
  private static Outputs await(List<BatchTask> tasks) {
    List<List<Tensor>> parts = new ArrayList<>();
    RuntimeException failure = null;
    for (BatchTask task : tasks) {
      try {
        parts.add(task.done().join());
      } catch (CompletionException e) {
        failure =
            e.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(e.getCause());
      }
    }
    if (failure != null) {
      parts.forEach(part -> part.forEach(Tensor::close));
      throw failure;
    }
    return new OwnedOutputs(parts.size() == 1 ? parts.get(0) : joined(parts));
  }

  private static List<Tensor> joined(List<List<Tensor>> parts) {
    List<Tensor> joined = new ArrayList<>();
    for (int i = 0; i < parts.get(0).size(); i++) {
      int output = i;
      List<Tensor> rows = parts.stream().map(part -> part.get(output)).toList();
      joined.add(TensorRows.join(rows, rows.stream().mapToLong(row -> row.shape().get(0)).sum()));
    }
    parts.forEach(part -> part.forEach(Tensor::close));
    return joined;
  }

  @Override
  public void close() {
    queues.values().forEach(scheduler::remove);
    wrapped.close();
  }

  private record OwnedOutputs(List<Tensor> tensors) implements Outputs {
    @Override
    public Tensor get(int i) {
      return tensors.get(i);
    }

    @Override
    public void close() {
      tensors.forEach(Tensor::close);
    }
  }
}
