package org.predictbench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

/** A test of the tester: what leaks on purpose has to be seen. */
class LeakWatchTest {
  @Test
  void seesABufferThatNobodyReleases() throws Exception {
    try (LeakWatch watch = new LeakWatch()) {
      leak();
      assertThat(watch.leakedBuffers()).isNotEmpty();
    }
  }

  @Test
  void seesAThreadOfAClientThatNobodyClosed() throws Exception {
    PredictClient client = PredictClients.best(new Target.Tcp("127.0.0.1", 1), ModelRef.of("m"));
    var unused = client.predictAsync(Inputs.of("input", Tensor.of(new float[1], 1)));
    await("threads of the client").until(() -> !LeakWatch.threads().isEmpty());
    client.close();
    await("the client's threads have ended").until(() -> LeakWatch.threads().isEmpty());
  }

  // In a method of its own, so that no frame keeps the buffer.
  private static void leak() {
    PooledByteBufAllocator.DEFAULT.directBuffer(8).writeInt(1);
  }
}
