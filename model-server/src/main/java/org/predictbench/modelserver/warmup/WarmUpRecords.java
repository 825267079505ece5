package org.predictbench.modelserver.warmup;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.predictbench.modelserver.metrics.ServingMetrics;
import org.predictbench.modelserver.predict.ExampleInference;
import org.predictbench.modelserver.predict.Predictor;
import org.predictbench.modelserver.request.ReceivedPredict;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.status.Statuses;
import org.predictbench.serving.TfRecordReader;
import org.predictbench.serving.full.PredictionLog;

/**
 * Replays the requests a SavedModel carries for its warm-up, before it serves. Thread-safe.
 *
 * @param iterations how often each record is run
 */
public record WarmUpRecords(
    Predictor predictor, ExampleInference examples, ServingMetrics metrics, int iterations) {
  private static final System.Logger LOG = System.getLogger(WarmUpRecords.class.getName());

  private static final Path FILE = Path.of("assets.extra", "tf_serving_warmup_requests");
  private static final int MAX_RECORDS = 1000;

  /**
   * Runs all records; a version may have none.
   *
   * @return whether there were any
   * @throws ServingException if a record fails or cannot be read
   */
  boolean run(Servable servable, Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      LOG.log(Level.INFO, "No warmup data file found at " + file);
      return false;
    }
    long start = System.nanoTime();
    int records = 0;
    try (TfRecordReader reader =
        new TfRecordReader(new BufferedInputStream(Files.newInputStream(file)))) {
      for (Optional<byte[]> record = reader.next(); record.isPresent(); record = reader.next()) {
        PredictionLog log = parse(record.get(), file);
        for (int i = 0; i < iterations; i++) {
          run(servable, log);
        }
        records++;
        if (records > MAX_RECORDS) {
          throw ServingException.invalid(
              "Number of warmup records exceeds the maximum (" + MAX_RECORDS + ") at " + file);
        }
      }
    } catch (TfRecordReader.DataLossException e) {
      ServingException lost = new ServingException(Status.Code.DATA_LOSS, e.getMessage());
      metrics.onWarmUp(
          directory.toString(), Statuses.describe(lost), records, System.nanoTime() - start);
      throw new ServingException(
          Status.Code.DATA_LOSS,
          e.getMessage() + ". Please verify your warmup data is in TFRecord format.");
    }
    metrics.onWarmUp(directory.toString(), "OK", records, System.nanoTime() - start);
    LOG.log(
        Level.INFO,
        "Finished reading warmup data for model at %s. Number of warmup records read: %d."
            .formatted(file, records));
    return true;
  }

  private static PredictionLog parse(byte[] record, Path file) {
    try {
      return PredictionLog.parseFrom(record);
    } catch (InvalidProtocolBufferException e) {
      throw ServingException.invalid("Failed to parse warmup record: from " + file);
    }
  }

  /** Runs a record by its signature; its model name and version are ignored. */
  private void run(Servable servable, PredictionLog log) {
    switch (log.getLogTypeCase()) {
      case PREDICT_LOG ->
          predictor.predict(servable, ReceivedPredict.ofModel(log.getPredictLog().getRequest()));
      case CLASSIFY_LOG -> examples.classify(servable, log.getClassifyLog().getRequest());
      case REGRESS_LOG -> examples.regress(servable, log.getRegressLog().getRequest());
      case MULTI_INFERENCE_LOG -> examples.multi(servable, log.getMultiInferenceLog().getRequest());
      case SESSION_RUN_LOG, PREDICT_STREAMED_LOG ->
          throw new ServingException(
              Status.Code.UNIMPLEMENTED,
              "Unsupported log_type for warmup: " + log.getLogTypeCase().getNumber());
      case LOGTYPE_NOT_SET -> {}
    }
  }
}
