package org.predictbench.bench.fork;

import java.util.concurrent.CompletableFuture;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.RequestOptions;

/**
 * A client made slower by a known share of each call's own time, which it spends spinning as a
 * dearer client would: a difference whose size is known, for the harness to find.
 *
 * @param share 0.05 for 5 %
 */
record SlowedClient(PredictClient client, double share) implements PredictClient {

  @Override
  public Outputs predict(Inputs inputs, RequestOptions options) {
    long start = System.nanoTime();
    Outputs answer = client.predict(inputs, options);
    long now = System.nanoTime();
    long end = now + Math.round(share * (now - start));
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return answer;
  }

  @Override
  public CompletableFuture<Outputs> predictAsync(Inputs inputs, RequestOptions options) {
    throw new UnsupportedOperationException("only blocking calls are slowed");
  }

  @Override
  public void close() {
    client.close();
  }
}
