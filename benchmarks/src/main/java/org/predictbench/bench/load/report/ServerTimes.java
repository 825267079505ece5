package org.predictbench.bench.load.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.predictbench.bench.load.record.MetricsDelta;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.suite.LoadDirectory;
import org.predictbench.bench.load.suite.TrialResult;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.report.Table;

/**
 * Where the time went, by the server's own metrics: what the client saw beside what the server says
 * of its requests, its runs of the model and its batches, and what is left over.
 */
final class ServerTimes {
  static final String KEY =
      """
      Means add up: what the client saw is the server's request and what lies outside it (client, wire, the \\
      server's own reading and writing of frames); a request is its wait for a batch, the run of the model, and the server's work \\
      on tensors. Percentiles of the server are estimated from its buckets, each 1.8 times as wide as the one before.""";

  private static final String SERVING = ":tensorflow:serving:";
  private static final String BATCHING = SERVING + "batching_session:";

  private ServerTimes() {}

  /** Empty if the server was not asked for its metrics. */
  static Optional<Table> of(LoadDirectory directory, List<TrialResult> trials, String model)
      throws IOException {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "trial",
            "client mean",
            "client p50",
            "client p99",
            "request mean",
            "request p50",
            "request p99",
            "model mean",
            "model p99",
            "wait for a batch, mean",
            "rows a batch",
            "outside the request, mean"));
    for (TrialResult trial : trials) {
      Path file = directory.metrics(trial.trial().name());
      if (Files.exists(file)) {
        MetricsDelta.read(file).ifPresent(delta -> rows.add(row(trial, delta, model)));
      }
    }
    return rows.size() == 1 ? Optional.empty() : Optional.of(Table.of(rows));
  }

  private static List<String> row(TrialResult trial, MetricsDelta delta, String model) {
    String ofModel = "model_name=\"" + model + "\"";
    Optional<MetricsDelta.Histogram> request =
        delta.histogram(SERVING + "request_latency", ofModel);
    Optional<MetricsDelta.Histogram> run = delta.histogram(SERVING + "runtime_latency", ofModel);
    Optional<MetricsDelta.Histogram> queue = delta.histogram(BATCHING + "queuing_latency", "");
    Optional<MetricsDelta.Histogram> batch = delta.histogram(BATCHING + "processed_batch_size", "");
    double client = trial.total().of(Tag.UNCORRECTED).getMean() / 1e3;
    return List.of(
        trial.trial().name(),
        Numbers.time(trial.total().answered() == 0 ? Double.NaN : client),
        Numbers.time(trial.micros(Tag.UNCORRECTED, 50)),
        Numbers.time(trial.micros(Tag.UNCORRECTED, 99)),
        mean(request),
        percentile(request, 50),
        percentile(request, 99),
        mean(run),
        percentile(run, 99),
        mean(queue),
        batch.map(sizes -> Numbers.three(sizes.mean())).orElse(Numbers.UNKNOWN),
        request.map(known -> Numbers.time(client - known.mean())).orElse(Numbers.UNKNOWN));
  }

  private static String mean(Optional<MetricsDelta.Histogram> histogram) {
    return histogram.map(known -> Numbers.time(known.mean())).orElse(Numbers.UNKNOWN);
  }

  private static String percentile(Optional<MetricsDelta.Histogram> histogram, double percentile) {
    return histogram
        .map(known -> Numbers.time(known.percentile(percentile)))
        .orElse(Numbers.UNKNOWN);
  }
}
