package org.predictbench.bench.fork;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Tensor;

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
      assertThat(client.predict(Inputs.none()).longs("classes")).hasSize(1);
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    return fastest;
  }

  private record Sleeping() implements PredictClient {
    @Override
    public Outputs predict(Inputs inputs, RequestOptions options) {
      LockSupport.parkNanos(5_000_000);
      return Outputs.of(Map.of("classes", Tensor.of(new long[] {1}, 1)));
    }

    @Override
    public CompletableFuture<Outputs> predictAsync(Inputs inputs, RequestOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
