package org.predictbench.client.grpc;

import java.util.concurrent.CompletableFuture;
import org.predictbench.client.ModelInput;
import org.predictbench.client.PredictClient;
import org.predictbench.client.Prediction;
import org.predictbench.client.TimedPredictClient;

/** A client for one caller, stamping a timeline where its calls begin and end. */
record TimelineClient(PredictClient client, CallTimeline timeline) implements TimedPredictClient {

  @Override
  public Prediction predict(ModelInput input) {
    timeline.called();
    Prediction answer = client.predict(input);
    timeline.answered();
    return answer;
  }

  @Override
  public CompletableFuture<Prediction> predictAsync(ModelInput input) {
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
