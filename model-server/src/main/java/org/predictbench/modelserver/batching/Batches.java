package org.predictbench.modelserver.batching;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.predictbench.modelserver.session.TensorRunner;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.tensor.TensorRows;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

/** Runs a batch: joins its tasks' rows, runs them once, and hands each task its share. */
record Batches(TensorRunner wrapped, BatchingOptions options, BatchingMetrics metrics) {
  /** The elements of an input that may be padded to whatever its tasks carry. */
  private static final double MODEST_ELEMENTS = 1 << 22;

  /** How much larger than what its tasks carry a larger input may become. */
  private static final double MAX_GROWTH = 16;

  /**
   * Completes every task, with its tensors or with the error. Tasks whose shapes are so unlike that
   * padding would multiply their size run one by one.
   */
  void run(List<BatchTask> tasks) {
    if (tasks.size() > 1 && options.padInputs() && !isModest(tasks)) {
      tasks.forEach(task -> run(List.of(task)));
      return;
    }
    List<List<Tensor>> shares;
    try {
      shares = answer(tasks);
    } catch (RuntimeException | Error e) {
      tasks.forEach(task -> task.done().completeExceptionally(e));
      return;
    }
    for (int i = 0; i < tasks.size(); i++) {
      tasks.get(i).done().complete(shares.get(i));
    }
  }

  private List<List<Tensor>> answer(List<BatchTask> tasks) {
    long now = System.nanoTime();
    tasks.forEach(task -> metrics.onDequeue(now - task.enqueuedNanos()));
    long timeout = timeoutMillis(tasks, now);
    long size = tasks.stream().mapToLong(BatchTask::size).sum();
    long rows = options.paddedSize(size);
    List<String> fetches = List.copyOf(new TreeSet<>(tasks.get(0).fetches()));
    Map<String, Tensor> feeds = join(tasks, size, rows);
    try (TensorRunner.Outputs outputs = wrapped.run(feeds, fetches, timeout)) {
      return split(tasks, fetches, outputs, rows);
    } finally {
      metrics.onRun(rows, rows - size);
      if (feeds != tasks.get(0).feeds()) {
        feeds.values().forEach(Tensor::close);
      }
    }
  }

  /** Returns the longest time that any of the tasks may still take. */
  private static long timeoutMillis(List<BatchTask> tasks, long now) {
    long deadline = Long.MIN_VALUE;
    for (BatchTask task : tasks) {
      if (task.deadlineNanos() == Long.MAX_VALUE) {
        return TensorRunner.NO_TIMEOUT;
      }
      deadline = Math.max(deadline, task.deadlineNanos() - now);
    }
    if (deadline <= 0) {
      throw new ServingException(
          Status.Code.RESOURCE_EXHAUSTED, "Run() timeout exceeded while waiting in batching queue");
    }
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline));
  }

  private Map<String, Tensor> join(List<BatchTask> tasks, long size, long rows) {
    // Alone, whole and of an allowed size: its own tensors are the batch.
    if (tasks.size() == 1 && rows == size && tasks.get(0).isWhole()) {
      return tasks.get(0).feeds();
    }
    Map<String, Tensor> joined = new LinkedHashMap<>();
    try {
      for (String name : tasks.get(0).feeds().keySet()) {
        joined.put(name, join(name, tasks, rows));
      }
      return joined;
    } catch (RuntimeException | Error e) {
      joined.values().forEach(Tensor::close);
      throw e;
    }
  }

  private Tensor join(String name, List<BatchTask> tasks, long rows) {
    List<Tensor> parts = new ArrayList<>();
    List<Tensor> slices = new ArrayList<>();
    try {
      for (BatchTask task : tasks) {
        Tensor part = task.feeds().get(name);
        if (!task.isWhole()) {
          part = TensorRows.slice(part, task.first(), task.size());
          slices.add(part);
        }
        parts.add(part);
      }
      return joinParts(name, parts, rows);
    } finally {
      slices.forEach(Tensor::close);
    }
  }

  private Tensor joinParts(String name, List<Tensor> parts, long rows) {
    if (!options.padInputs()) {
      requireLikeShapes(name, parts);
      return TensorRows.join(parts, rows);
    }
    long[] sizes = largest(name, parts);
    List<Tensor> padded = new ArrayList<>();
    try {
      parts.forEach(part -> padded.add(TensorRows.pad(part, sizes)));
      return TensorRows.join(padded, rows);
    } finally {
      padded.forEach(Tensor::close);
    }
  }

  private static boolean isModest(List<BatchTask> tasks) {
    return tasks.get(0).feeds().keySet().stream().allMatch(name -> isModest(name, tasks));
  }

  /** Returns whether an input stays modest in size once it is padded; unlike ranks are, too. */
  private static boolean isModest(String name, List<BatchTask> tasks) {
    int rank = tasks.get(0).feeds().get(name).shape().numDimensions();
    long[] sizes = new long[rank];
    double rows = 0;
    double carried = 0;
    for (BatchTask task : tasks) {
      Shape shape = task.feeds().get(name).shape();
      if (shape.numDimensions() != rank) {
        return true;
      }
      for (int i = 0; i < rank; i++) {
        sizes[i] = Math.max(sizes[i], shape.get(i));
      }
      rows += task.size();
      carried += shape.size();
    }
    // As a double, since the product may be beyond a long.
    double padded = Arrays.stream(sizes).skip(1).asDoubleStream().reduce(rows, (a, b) -> a * b);
    return padded <= Math.max(MODEST_ELEMENTS, MAX_GROWTH * carried);
  }

  private static void requireLikeShapes(String name, List<Tensor> parts) {
    Shape first = parts.get(0).shape();
    for (Tensor part : parts) {
      Shape shape = part.shape();
      if (part.dataType() != parts.get(0).dataType()
          || shape.numDimensions() != first.numDimensions()
          || !shape.tail().equals(first.tail())) {
        throw new ServingException(
            Status.Code.FAILED_PRECONDITION,
            ("Tensors with name '%s' from different tasks have different shapes and padding is"
                    + " turned off. Set pad_variable_length_inputs to true, or ensure that all"
                    + " tensors with the same name have equal dimensions starting with the first"
                    + " dim.")
                .formatted(name));
      }
    }
  }

  private static long[] largest(String name, List<Tensor> parts) {
    long[] sizes = parts.get(0).shape().asArray().clone();
    for (Tensor part : parts) {
      long[] other = part.shape().asArray();
      if (other.length != sizes.length || part.dataType() != parts.get(0).dataType()) {
        throw ServingException.invalid(
            "Batched tensors with name '" + name + "' have different ranks or types");
      }
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = Math.max(sizes[i], other[i]);
      }
    }
    return sizes;
  }

  private static List<List<Tensor>> split(
      List<BatchTask> tasks, List<String> fetches, TensorRunner.Outputs outputs, long rows) {
    for (int i = 0; i < fetches.size(); i++) {
      Shape shape = outputs.get(i).shape();
      if (shape.numDimensions() == 0) {
        throw precondition("Batched output tensor has 0 dimensions");
      }
      if (shape.get(0) != rows) {
        throw precondition(
            "Batched output tensor's 0th dimension does not equal the sum of the 0th dimension"
                + " sizes of the input tensors");
      }
    }
    List<List<Tensor>> shares = new ArrayList<>();
    long first = 0;
    for (BatchTask task : tasks) {
      List<Tensor> share = new ArrayList<>();
      for (String fetch : task.fetches()) {
        share.add(TensorRows.slice(outputs.get(fetches.indexOf(fetch)), first, task.size()));
      }
      shares.add(share);
      first += task.size();
    }
    return shares;
  }

  private static ServingException precondition(String message) {
    return new ServingException(Status.Code.FAILED_PRECONDITION, message);
  }
}
