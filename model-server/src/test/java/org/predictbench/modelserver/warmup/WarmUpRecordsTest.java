package org.predictbench.modelserver.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.modelserver.conformance.Models;
import org.predictbench.modelserver.metrics.ServingMetrics;
import org.predictbench.modelserver.predict.ExampleInference;
import org.predictbench.modelserver.predict.Predictor;
import org.predictbench.modelserver.predict.RunListener;
import org.predictbench.modelserver.servable.SavedModelLoader;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.session.Parallelism;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.tensor.TensorEncoder;
import org.predictbench.serving.TfRecordWriter;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictLog;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictionLog;
import org.predictbench.serving.full.SessionRunLog;

/** A model's own warm-up records, seen by what they do to a counter. */
class WarmUpRecordsTest {
  @TempDir Path dir;

  private final ServingMetrics metrics = new ServingMetrics();
  private final Predictor predictor =
      new Predictor(TensorEncoder.AS_PROTO_FIELD, metrics, RunListener.NONE);
  private Path version;
  private Servable counter;

  @BeforeEach
  void load() throws IOException {
    Models.counter(dir, 1);
    version = dir.resolve("1");
    counter =
        new SavedModelLoader(new Parallelism(1, 1).toConfig(), Set.of("serve"))
            .load("counter", 1, version);
  }

  @AfterEach
  void close() {
    counter.close();
  }

  @Test
  void eachRecordIsRunAsOftenAsAsked() throws IOException {
    write(records(log("incr_counter"), log("incr_counter")));

    assertThat(warmUp(3)).isTrue();

    assertThat(count()).isEqualTo(6f);
    assertThat(metrics.registry().prometheusPage())
        .contains("model_warmup_records_read{model_path=\"" + version + "\",status=\"OK\"} 2");
  }

  @Test
  void aModelWithoutRecordsIsFine() throws IOException {
    assertThat(warmUp(1)).isFalse();
    assertThat(count()).isZero();
  }

  @Test
  void aFailingRecordFailsTheLoad() throws IOException {
    write(records(log("no")));

    assertThatThrownBy(() -> warmUp(1))
        .isInstanceOf(ServingException.class)
        .hasMessage("Serving signature key \"no\" not found.");
  }

  @Test
  void whatIsNoRecordFileIsDataLoss() throws IOException {
    byte[] records = records(log("incr_counter"));
    records[14] ^= 1;
    write(records);
    assertThatThrownBy(() -> warmUp(1))
        .hasMessage("corrupted record at 0. Please verify your warmup data is in TFRecord format.");

    write("This is no file of records at all.".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> warmUp(1)).hasMessageEndingWith("is in TFRecord format.");
  }

  @Test
  void sessionRunsAreNotReplayed() throws IOException {
    write(
        records(
            PredictionLog.newBuilder()
                .setSessionRunLog(SessionRunLog.getDefaultInstance())
                .build()));

    assertThatThrownBy(() -> warmUp(1)).hasMessage("Unsupported log_type for warmup: 5");
  }

  private boolean warmUp(int iterations) throws IOException {
    return new WarmUpRecords(predictor, new ExampleInference(metrics), metrics, iterations)
        .run(counter, version);
  }

  private float count() {
    return predictor
        .predict(counter, PredictRequest.getDefaultInstance())
        .getOutputsOrThrow("output")
        .getFloatVal(0);
  }

  private static PredictionLog log(String signature) {
    return PredictionLog.newBuilder()
        .setPredictLog(
            PredictLog.newBuilder()
                .setRequest(
                    PredictRequest.newBuilder()
                        .setModelSpec(
                            ModelSpec.newBuilder().setName("any").setSignatureName(signature))))
        .build();
  }

  private static byte[] records(PredictionLog... logs) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TfRecordWriter writer = new TfRecordWriter(out)) {
      for (PredictionLog log : logs) {
        writer.write(log.toByteArray());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private void write(byte[] records) throws IOException {
    Path folder = Files.createDirectories(version.resolve("assets.extra"));
    Files.write(folder.resolve("tf_serving_warmup_requests"), records);
  }
}
