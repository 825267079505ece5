package org.predictbench.client.grpc;

import java.util.concurrent.CompletableFuture;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.TimedPredictClient;

/** A client for one caller, stamping a timeline where its calls begin and end. */
record TimelineClient(PredictClient client, CallTimeline timeline) implements TimedPredictClient {

  @Override
  public Outputs predict(Inputs inputs, RequestOptions options) {
    timeline.called();
    Outputs answer = client.predict(inputs, options);
    timeline.answered();
    return answer;
  }

  @Override
  public CompletableFuture<Outputs> predictAsync(Inputs inputs, RequestOptions options) {
    throw new UnsupportedOperationException("a timeline holds one call, which its caller awaits");
  }

  @Override
  public long[] latestParts() {
    return timeline.parts();
  }

  @Override
  public void close() {
    client.close();
  }
}
