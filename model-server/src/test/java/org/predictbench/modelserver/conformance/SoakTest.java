package org.predictbench.modelserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.Tensor;
import org.predictbench.client.axis.Variant;

/**
 * Small requests without end, by the library's own client: neither side grows.
 *
 * <p>{@code -Dpredictbench.soak=10000000} sends what a service sends in a day.
 */
class SoakTest {
  private static final int REQUESTS = Integer.getInteger("predictbench.soak", 50_000);
  private static final int THREADS = 4;
  private static final int PARTS = 10;

  /** Of these parts the JVMs are warming up. */
  private static final int WARM_UP_PARTS = 2;

  private static final double MORE_MEMORY = 1.1;
  private static final int MORE_FILES = 8;

  private final Target target = Target.shared();

  @Test
  void neitherServerNorClientGrows() throws Exception {
    assumeTrue(target.embedded(), "its process is measured");
    List<ServerSize> servers = new ArrayList<>();
    List<ServerSize> clients = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (PredictClient client = client()) {
      for (int part = 0; part < PARTS; part++) {
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          running.add(threads.submit(() -> call(client, REQUESTS / PARTS / THREADS)));
        }
        for (Future<?> each : running) {
          each.get();
        }
        servers.add(ServerSize.of(target.pid().orElseThrow()));
        clients.add(ServerSize.of(ProcessHandle.current().pid()));
        System.out.printf(
            "%d requests: server %s; client %s%n",
            (part + 1) * (REQUESTS / PARTS), servers.get(part), clients.get(part));
      }
    } finally {
      threads.shutdownNow();
    }
    requireFlat(servers);
    assertThat(clients.get(PARTS - 1).files())
        .isLessThanOrEqualTo(clients.get(WARM_UP_PARTS).files() + MORE_FILES);
  }

  private PredictClient client() {
    var address = org.predictbench.client.Target.parse(target.address());
    return PredictClients.create(
        Variant.leanest(address.kind()),
        address,
        ModelRef.of("half_plus_two"),
        Duration.ofSeconds(RawCalls.ANSWER_SECONDS));
  }

  private static void call(PredictClient client, int times) {
    Inputs inputs = Inputs.of("x", Tensor.of(new float[] {2, 4, 8}, 3));
    for (int i = 0; i < times; i++) {
      assertThat(client.predict(inputs).floats("y")).containsExactly(3, 4, 6);
    }
  }

  private static void requireFlat(List<ServerSize> sizes) {
    ServerSize warm = sizes.get(WARM_UP_PARTS);
    ServerSize last = sizes.get(PARTS - 1);
    assertThat((double) last.resident()).isLessThan(MORE_MEMORY * warm.resident());
    assertThat(last.files()).isLessThanOrEqualTo(warm.files() + MORE_FILES);
  }
}
