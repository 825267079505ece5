package org.predictbench.bench.fork;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.predictbench.client.Features;
import org.predictbench.client.ModelInput;
import org.predictbench.client.PredictClient;
import org.predictbench.client.Prediction;

class SlowedClientTest {
  @Test
  void aCallTakesLongerByItsShare() {
    long plain = fastest(new Sleeping());
    long slowed = fastest(new SlowedClient(new Sleeping(), 1));
    assertThat((double) slowed / plain).isBetween(1.8, 2.4);
  }

  /** The fastest of several, which others' work on the machine hardly touches. */
  private static long fastest(PredictClient client) {
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      assertThat(client.predict(new Features(new float[1], 1, 1, 1, 1)).classes()).hasSize(1);
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    return fastest;
  }

  private record Sleeping() implements PredictClient {
    @Override
    public Prediction predict(ModelInput input) {
      LockSupport.parkNanos(5_000_000);
      return new Prediction(new long[] {1}, new float[] {1});
    }

    @Override
    public CompletableFuture<Prediction> predictAsync(ModelInput input) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
