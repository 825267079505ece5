package org.predictbench.bench.fork;

import java.util.concurrent.CompletableFuture;
import org.predictbench.client.ModelInput;
import org.predictbench.client.PredictClient;
import org.predictbench.client.Prediction;

/**
 * A client made slower by a known share of each call's own time, which it spends spinning as a
 * dearer client would: a difference whose size is known, for the harness to find.
 *
 * @param share 0.05 for 5 %
 */
record SlowedClient(PredictClient client, double share) implements PredictClient {

  @Override
  public Prediction predict(ModelInput input) {
    long start = System.nanoTime();
    Prediction answer = client.predict(input);
    long now = System.nanoTime();
    long end = now + Math.round(share * (now - start));
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return answer;
  }

  @Override
  public CompletableFuture<Prediction> predictAsync(ModelInput input) {
    throw new UnsupportedOperationException("only blocking calls are slowed");
  }

  @Override
  public void close() {
    client.close();
  }
}
