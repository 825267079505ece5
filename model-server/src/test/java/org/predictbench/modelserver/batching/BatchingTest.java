package org.predictbench.modelserver.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.predictbench.modelserver.conformance.Models;
import org.predictbench.modelserver.metrics.ServingMetrics;
import org.predictbench.modelserver.servable.SavedModelLoader;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.session.Parallelism;
import org.predictbench.modelserver.session.TensorRunner;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.versions.VersionDirectory;
import org.predictbench.modelserver.warmup.WarmVersionLoader;
import org.predictbench.serving.full.BatchingParameters;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** Calls on a real model that are run together. */
class BatchingTest {
  @TempDir Path dir;

  private final ServingMetrics metrics = new ServingMetrics();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private Servable matrix;
  private Servable strings;

  @BeforeEach
  void load() throws IOException {
    Models.matrix(dir.resolve("matrix"), 1);
    Models.strings(dir.resolve("strings"), 1);
    SavedModelLoader loader =
        new SavedModelLoader(new Parallelism(1, 1).toConfig(), Set.of("serve"));
    matrix = loader.load("matrix", 1, dir.resolve("matrix").resolve("1"));
    strings = loader.load("strings", 1, dir.resolve("strings").resolve("1"));
  }

  @AfterEach
  void close() {
    callers.shutdownNow();
    matrix.close();
    strings.close();
  }

  @Test
  void callsThatComeTogetherRunOnce() {
    TensorRunner batching =
        batching(matrix, parameters(4).toBuilder().addAllowedBatchSizes(4), 30_000_000L);
    List<CompletableFuture<float[]>> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      float x = i;
      calls.add(CompletableFuture.supplyAsync(() -> multiply(batching, x, 1), callers));
    }

    for (int i = 0; i < 4; i++) {
      assertThat(calls.get(i).join()).containsExactly(2f * i, 2f * i);
    }
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void aModelWithParametersOfItsOwnIsBatchedByThemAndNoOther() throws IOException {
    WarmVersionLoader perModel =
        new WarmVersionLoader(
            new SavedModelLoader(new Parallelism(1, 1).toConfig(), Set.of("serve")),
            Optional.of(
                new WarmVersionLoader.Batching(
                    parameters(1),
                    true,
                    new BatchScheduler(1, "test"),
                    new BatchingMetrics(metrics.registry()))),
            Optional.empty(),
            () -> {},
            false);
    Models.matrix(dir.resolve("own"), 1);
    Files.writeString(
        dir.resolve("own").resolve("1").resolve("batching_params.pbtxt"),
        "max_batch_size { value: 2 }");

    try (Servable own = perModel.load("own", version("own"));
        Servable other = perModel.load("other", version("matrix"))) {
      refused(
          () -> multiply(own.runner(), 1, 3),
          Status.Code.INVALID_ARGUMENT,
          "Task size 3 is larger than maximum input batch size 2");
      assertThat(multiply(own.runner(), 1, 2)).hasSize(4).containsOnly(2f);
      assertThat(runs()).isEqualTo(1);
      assertThat(multiply(other.runner(), 1, 3)).hasSize(6).containsOnly(2f);
      assertThat(runs()).isEqualTo(1);
    }
  }

  private VersionDirectory version(String model) {
    return new VersionDirectory(1, dir.resolve(model).resolve("1"));
  }

  @Test
  void aBatchIsPaddedToAnAllowedSizeAndNobodySeesIt() {
    TensorRunner batching =
        batching(
            matrix, parameters(4).toBuilder().addAllowedBatchSizes(2).addAllowedBatchSizes(4), 0);

    assertThat(multiply(batching, 5, 3)).containsExactly(10, 10, 10, 10, 10, 10);
    assertThat(metrics.registry().prometheusPage())
        .contains("padding_size_sum{execution_batch_size=\"4\"} 1");
  }

  @Test
  void aLargeCallIsSplitWhereThatIsAllowed() {
    BatchingParameters.Builder parameters = parameters(10).toBuilder();
    parameters.getEnableLargeBatchSplittingBuilder().setValue(true);
    parameters.getMaxExecutionBatchSizeBuilder().setValue(2);
    parameters.getMaxEnqueuedBatchesBuilder().setValue(3);
    TensorRunner batching = batching(matrix, parameters, 0);

    assertThat(multiply(batching, 1, 5)).hasSize(10).containsOnly(2f);
    assertThat(runs()).isEqualTo(3);
  }

  @Test
  void stringsAreBatchedAndPaddedToo() {
    BatchingParameters.Builder parameters =
        parameters(4).toBuilder().addAllowedBatchSizes(4).setPadVariableLengthInputs(true);
    TensorRunner batching = batching(strings, parameters, 0);

    try (TString text = TString.vectorOf("a", "b", "c");
        TensorRunner.Outputs outputs =
            batching.run(Map.of("text:0", text), List.of("same:0"), TensorRunner.NO_TIMEOUT)) {
      TString same = (TString) outputs.get(0);
      assertThat(same.shape()).isEqualTo(Shape.of(3));
      assertThat(List.of(same.getObject(0), same.getObject(2))).containsExactly("a", "c");
    }
  }

  @Test
  void unlikeShapesGoTogetherOnlyWhenPadded() {
    BatchingParameters.Builder parameters = parameters(2).toBuilder();
    TensorRunner plain = batching(strings, parameters, 30_000_000L);
    TensorRunner padding =
        batching(strings, parameters.setPadVariableLengthInputs(true), 30_000_000L);

    List<CompletableFuture<Shape>> refused = twoWidths(plain);
    for (CompletableFuture<Shape> call : refused) {
      assertThatThrownBy(call::join)
          .hasMessageContaining(
              "Tensors with name 'text:0' from different tasks have different shapes and padding is"
                  + " turned off.");
    }
    assertThat(twoWidths(padding))
        .allSatisfy(call -> assertThat(call.join()).isEqualTo(Shape.of(1, 3)));
  }

  private List<CompletableFuture<Shape>> twoWidths(TensorRunner runner) {
    List<CompletableFuture<Shape>> calls = new ArrayList<>();
    for (String[][] row : new String[][][] {{{"a", "b"}}, {{"a", "b", "c"}}}) {
      calls.add(
          CompletableFuture.supplyAsync(
              () -> {
                try (TString text = TString.tensorOf(StdArrays.ndCopyOf(row));
                    TensorRunner.Outputs outputs =
                        runner.run(
                            Map.of("text:0", text), List.of("same:0"), TensorRunner.NO_TIMEOUT)) {
                  return outputs.get(0).shape();
                }
              },
              callers));
    }
    return calls;
  }

  @Test
  void refusesWhatCannotBeBatched() {
    TensorRunner batching = batching(matrix, parameters(2).toBuilder(), 0);

    refused(
        () -> multiply(batching, 1, 3),
        Status.Code.INVALID_ARGUMENT,
        "Task size 3 is larger than maximum input batch size 2");
    try (TFloat32 scalar = TFloat32.scalarOf(1)) {
      refused(
          () -> batching.run(Map.of("x:0", scalar), List.of("y:0"), TensorRunner.NO_TIMEOUT),
          Status.Code.INVALID_ARGUMENT,
          "Batching Run() input tensors must have at least one dimension");
    }
    refused(
        () -> batching.run(Map.of(), List.of("y:0"), TensorRunner.NO_TIMEOUT),
        Status.Code.INVALID_ARGUMENT,
        "Batching Run() must have at least one input tensor");
    try (Tensor x = row(1, 1)) {
      refused(
          () -> batching.run(Map.of("x:0", x), List.of("sum:0"), TensorRunner.NO_TIMEOUT),
          Status.Code.FAILED_PRECONDITION,
          "Batched output tensor has 0 dimensions");
    }
  }

  @Test
  void aFullQueueRefuses() {
    BatchQueue queue = new BatchQueue(BatchingOptions.of(parameters(2)), batch -> {});
    var unused = queue.add(task(2), 0);
    unused = queue.add(task(1), 0);

    refused(
        () -> queue.add(task(2), 0),
        Status.Code.UNAVAILABLE,
        "The batch scheduling queue to which this task was submitted is full; currently 2 batches"
            + " enqueued and max_enqueued_batches is 2");
    unused = queue.add(task(1), 0);
    assertThat(queue.take(0)).hasValueSatisfying(batch -> assertThat(batch).hasSize(1));
    assertThat(queue.take(0)).hasValueSatisfying(batch -> assertThat(batch).hasSize(2));
    assertThat(queue.take(0)).isEmpty();
  }

  @Test
  void aSplitCallFillsTheOpenBatchFirst() {
    BatchingParameters.Builder parameters = parameters(10).toBuilder();
    parameters.getEnableLargeBatchSplittingBuilder().setValue(true);
    parameters.getMaxExecutionBatchSizeBuilder().setValue(4);
    parameters.getMaxEnqueuedBatchesBuilder().setValue(3);
    BatchQueue queue = new BatchQueue(BatchingOptions.of(parameters.build()), batch -> {});
    assertThat(queue.add(task(3), 0)).extracting(BatchTask::size).containsExactly(3L);
    List<BatchTask> parts = queue.add(task(6), 0);
    assertThat(parts).extracting(BatchTask::size).containsExactly(1L, 4L, 1L);
    assertThat(parts).extracting(BatchTask::first).containsExactly(0L, 1L, 5L);
    assertThat(queue.take(0)).hasValueSatisfying(batch -> assertThat(batch).hasSize(2));
    assertThat(queue.take(0)).hasValueSatisfying(batch -> assertThat(batch).hasSize(1));
    assertThat(queue.take(0)).hasValueSatisfying(batch -> assertThat(batch).hasSize(1));
  }

  @Test
  void aCallThatWaitedTooLongIsNotRun() {
    BatchTask late =
        new BatchTask(
            Map.of(), List.of("y:0"), 0, 1, 0, System.nanoTime() - 1, new CompletableFuture<>());

    new Batches(
            matrix.runner(),
            BatchingOptions.of(parameters(2)),
            new BatchingMetrics(metrics.registry()))
        .run(List.of(late));

    assertThatThrownBy(() -> late.done().join())
        .hasRootCauseMessage("Run() timeout exceeded while waiting in batching queue");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max_batch_size { value: 0 } | max_batch_size must be positive; was 0
          batch_timeout_micros { value: -1 } | batch_timeout_micros must be non-negative; was -1
          max_enqueued_batches { value: -1 } | max_enqueued_batches must be non-negative; was -1
          num_batch_threads { value: 0 } | num_batch_threads must be positive; was 0
          max_batch_size { value: 4 } allowed_batch_sizes: 2 | Last entry in allowed_batch_sizes must match max_batch_size; last entry was 2; expected 4
          max_batch_size { value: 4 } allowed_batch_sizes: [2, 2, 4] | allowed_batch_sizes entries must be monotonically increasing
          enable_large_batch_splitting { value: true } max_execution_batch_size { value: 2000 } | max_execution_batch_size must be positive and at most max_batch_size; was 2000
          """)
  void refusesParametersThatDoNotGoTogether(String text, String message) {
    refused(
        () -> {
          BatchingParameters parameters = parsed(text);
          BatchingOptions.of(parameters);
          BatchingOptions.threads(parameters);
        },
        Status.Code.INVALID_ARGUMENT,
        message);
  }

  @Test
  void everyKeyIsRead() {
    String text =
        """
        max_batch_size { value: 8 }
        batch_timeout_micros { value: 500 }
        max_enqueued_batches { value: 3 }
        num_batch_threads { value: 2 }
        thread_pool_name { value: "pool" }
        allowed_batch_sizes: [2, 8]
        pad_variable_length_inputs: true
        enable_large_batch_splitting { value: true }
        max_execution_batch_size { value: 4 }
        """;
    BatchingParameters parameters = parsed(text);
    assertThat(parameters.getAllFields().keySet())
        .as("a key that the file above lacks")
        .containsExactlyInAnyOrderElementsOf(BatchingParameters.getDescriptor().getFields());
    assertThat(BatchingOptions.of(parameters))
        .isEqualTo(new BatchingOptions(8, 500, 3, List.of(2L, 8L), true, true, 4));
    assertThat(BatchingOptions.threads(parameters)).isEqualTo(2);
    assertThat(BatchingOptions.threadPoolName(parameters)).isEqualTo("pool");
    assertThat(BatchingOptions.threadPoolName(parsed(""))).isEqualTo("batch_threads");
  }

  @Test
  void noRowsCannotBePaddedToAnAllowedSize() {
    BatchingParameters.Builder allowed = parameters(8).toBuilder().addAllowedBatchSizes(8);
    TensorRunner floats = batching(matrix, allowed, 0);
    refused(
        () -> multiply(floats, 1, 0),
        Status.Code.INVALID_ARGUMENT,
        "Cannot use an empty tensor with zero rows as padding when batching. (Input got shape"
            + " [0,2].)");
    TensorRunner texts = batching(strings, allowed, 0);
    refused(
        () -> {
          try (TString none = empty(0)) {
            texts.run(Map.of("text:0", none), List.of("same:0"), TensorRunner.NO_TIMEOUT).close();
          }
        },
        Status.Code.INVALID_ARGUMENT,
        "Cannot use an empty tensor with zero rows as padding when batching. (Input got shape"
            + " [0].)");
    assertThat(multiply(floats, 1, 3)).hasSize(6);
  }

  @Test
  void noRowsGoAlongWithOthers() {
    TensorRunner batching =
        batching(matrix, parameters(4).toBuilder().addAllowedBatchSizes(4), 300_000L);
    CompletableFuture<float[]> rows =
        CompletableFuture.supplyAsync(() -> multiply(batching, 1, 1), callers);
    CompletableFuture<float[]> none =
        CompletableFuture.supplyAsync(() -> multiply(batching, 1, 0), callers);

    assertThat(rows.join()).containsExactly(2, 2);
    // In a batch of its own, should it come too late.
    assertThat(none.handle((values, failure) -> failure == null ? values.length : 0).join())
        .isZero();
  }

  @Test
  void callsThatPaddingWouldMultiplyRunByThemselves() {
    BatchingParameters.Builder padded = parameters(2).toBuilder().setPadVariableLengthInputs(true);
    TensorRunner batching = batching(strings, padded, 30_000_000L);
    CompletableFuture<Long> wide =
        CompletableFuture.supplyAsync(() -> echo(batching, 1, 20_000, 1), callers);
    CompletableFuture<Long> deep =
        CompletableFuture.supplyAsync(() -> echo(batching, 1, 1, 20_000), callers);

    assertThat(wide.join()).isEqualTo(20_000);
    assertThat(deep.join()).isEqualTo(20_000);
    assertThat(runs()).isEqualTo(2);
  }

  private static TString empty(long... sizes) {
    String[] texts = new String[(int) Shape.of(sizes).size()];
    Arrays.fill(texts, "");
    return TString.tensorOf(Shape.of(sizes), DataBuffers.ofObjects(texts));
  }

  private static long echo(TensorRunner runner, long... sizes) {
    try (TString input = empty(sizes);
        TensorRunner.Outputs outputs =
            runner.run(Map.of("text:0", input), List.of("same:0"), TensorRunner.NO_TIMEOUT)) {
      return outputs.get(0).shape().size();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "num_batch_threads { value: 0 },num_batch_threads must be positive; was 0",
    "max_batch_size { value: 0 },max_batch_size must be positive; was 0",
    "max_enqueued_batches { value: 0 },'max_enqueued_batches must be positive, or every call is refused; was 0'",
    "'allowed_batch_sizes: [0, 1000]',allowed_batch_sizes entries must be positive; was 0",
    "batch_timeout_micros { value: -1 },batch_timeout_micros must be non-negative; was -1"
  })
  void parametersThatCannotWorkAreRefused(String text, String reason) {
    BatchingParameters parameters = parsed(text);
    refused(
        () -> {
          BatchingOptions options = BatchingOptions.of(parameters);
          assertThat(BatchingOptions.threads(parameters)).isPositive();
          assertThat(options).isNull();
        },
        Status.Code.INVALID_ARGUMENT,
        reason);
  }

  @Test
  void theThreadsHaveThePoolsName() {
    var unused = new BatchScheduler(2, "named-pool");
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .contains("named-pool-0", "named-pool-1");
  }

  private static BatchingParameters parsed(String text) {
    BatchingParameters.Builder parameters = BatchingParameters.newBuilder();
    try {
      TextFormat.merge(text, parameters);
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(e);
    }
    return parameters.build();
  }

  private static BatchTask task(long size) {
    return new BatchTask(
        Map.of(), List.of(), 0, size, 0, Long.MAX_VALUE, new CompletableFuture<>());
  }

  private TensorRunner batching(
      Servable servable, BatchingParameters.Builder parameters, long timeoutMicros) {
    parameters.getBatchTimeoutMicrosBuilder().setValue(timeoutMicros);
    return new BatchingRunner(
        servable.runner(),
        BatchingOptions.of(parameters.build()),
        new BatchScheduler(1, "test"),
        new BatchingMetrics(metrics.registry()));
  }

  private static BatchingParameters parameters(long max) {
    BatchingParameters.Builder parameters = BatchingParameters.newBuilder();
    parameters.getMaxBatchSizeBuilder().setValue(max);
    parameters.getMaxEnqueuedBatchesBuilder().setValue(2);
    return parameters.build();
  }

  private static TFloat32 row(float x, int rows) {
    return TFloat32.tensorOf(
        Shape.of(rows, 2), data -> data.scalars().forEach(value -> value.setFloat(x)));
  }

  private static float[] multiply(TensorRunner runner, float x, int rows) {
    try (TFloat32 input = row(x, rows);
        TensorRunner.Outputs outputs =
            runner.run(Map.of("x:0", input), List.of("y:0"), TensorRunner.NO_TIMEOUT)) {
      TFloat32 y = (TFloat32) outputs.get(0);
      float[] values = new float[(int) y.size()];
      y.asRawTensor().data().asFloats().read(values);
      return values;
    }
  }

  private long runs() {
    return metrics.registry().value("/tensorflow/serving/batching_session/wrapped_run_count");
  }

  private static void refused(Runnable call, Status.Code code, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ServingException.class,
            e -> {
              assertThat(e.getMessage()).isEqualTo(message);
              assertThat(e.status().getCode()).isEqualTo(code);
            });
  }
}
