package org.predictbench.client.grpc;

import java.util.concurrent.CompletableFuture;
import org.predictbench.client.ModelInput;
import org.predictbench.client.PredictClient;
import org.predictbench.client.Prediction;

/** A client for one caller, stamping a timeline where its calls begin and end. */
record TimedPredictClient(PredictClient client, CallTimeline timeline) implements PredictClient {

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
  public void close() {
    client.close();
  }
}
