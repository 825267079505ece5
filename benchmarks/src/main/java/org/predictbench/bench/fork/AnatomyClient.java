package org.predictbench.bench.fork;

import java.util.concurrent.CompletableFuture;
import org.predictbench.bench.result.CallParts;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Target;
import org.predictbench.client.TimedPredictClient;
import org.predictbench.client.axis.Variant;

/** A client for one caller that keeps what the parts of its calls take. */
public final class AnatomyClient implements PredictClient {
  /** Some ten seconds of the shortest calls. */
  private static final int CALLS_KEPT = 1 << 16;

  private final CallPartsRecorder recorder = new CallPartsRecorder(CALLS_KEPT);
  private final TimedPredictClient client;
  private boolean keeping;

  public AnatomyClient(Variant variant, Target target, ModelRef model) {
    client = PredictClients.timed(variant, target, model);
  }

  /** Whether the calls from here on count. */
  public void keep(boolean counts) {
    keeping = counts;
  }

  @Override
  public Outputs predict(Inputs inputs, RequestOptions options) {
    Outputs answer = client.predict(inputs, options);
    recorder.add(client.latestParts(), keeping);
    return answer;
  }

  @Override
  public CompletableFuture<Outputs> predictAsync(Inputs inputs, RequestOptions options) {
    return client.predictAsync(inputs, options);
  }

  /** Of the calls that counted. */
  CallParts parts() {
    return recorder.middleHalf();
  }

  @Override
  public void close() {
    client.close();
  }
}
