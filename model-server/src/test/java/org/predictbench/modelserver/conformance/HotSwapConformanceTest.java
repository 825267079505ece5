package org.predictbench.modelserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.predictbench.modelserver.conformance.Requests.floats;
import static org.predictbench.modelserver.conformance.Requests.predict;
import static org.predictbench.modelserver.conformance.Requests.spec;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.predictbench.serving.full.ModelVersionStatus.State;
import org.predictbench.serving.full.PredictResponse;
import org.tensorflow.proto.DataType;

/** Versions are swapped under load: no call fails, and each is answered by one version alone. */
class HotSwapConformanceTest {
  private static final int SWAPS = 20;
  private static final int REQUESTS = 10_000;
  private static final int CALLERS = 4;

  private final Target target = Target.shared();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicBoolean swapping = new AtomicBoolean(true);

  @Test
  void noCallFailsAndNoneIsAnsweredWrongly() throws Exception {
    writeVersions();
    serve(1);
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<int[]>> answered = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        answered.add(callers.submit(this::callUntilDone));
      }
      for (int swap = 1; swap <= SWAPS; swap++) {
        int after = swap * REQUESTS / (SWAPS + 1);
        await("requests go on")
            .atMost(Duration.ofMinutes(1))
            .pollInterval(Duration.ofMillis(10))
            .until(() -> requests.get() >= after || failed(answered));
        serve(1 + swap % 2);
      }
      swapping.set(false);
      int[] byVersion = new int[3];
      for (Future<int[]> caller : answered) {
        int[] counts = caller.get();
        byVersion[1] += counts[1];
        byVersion[2] += counts[2];
      }
      assertThat(byVersion[1] + byVersion[2]).isGreaterThanOrEqualTo(REQUESTS);
      assertThat(byVersion[1]).isPositive();
      assertThat(byVersion[2]).isPositive();
      System.out.printf(
          "%d requests during %d swaps, none failed: version 1 %d, version 2 %d%n",
          requests.get(), SWAPS, byVersion[1], byVersion[2]);
    } finally {
      swapping.set(false);
      callers.shutdownNow();
      target.remove("swapped");
    }
  }

  private static boolean failed(List<Future<int[]>> callers) {
    return callers.stream().anyMatch(Future::isDone);
  }

  private void writeVersions() throws IOException {
    for (int version = 1; version <= 2; version++) {
      Models.halfPlus(target.models().resolve("swapped"), version, version, DataType.DT_STRING);
    }
  }

  private void serve(long version) {
    target.serve(target.config("swapped").setModelVersionPolicy(Target.specific(version)).build());
    target.awaitState("swapped", version, State.AVAILABLE);
    target.awaitState(
        "swapped", 3 - version, version == 1 && requests.get() == 0 ? State.UNKNOWN : State.END);
  }

  /** How many calls each version answered. */
  private int[] callUntilDone() {
    int[] byVersion = new int[3];
    while (swapping.get() || requests.get() < REQUESTS) {
      float x = requests.incrementAndGet() % 1000;
      PredictResponse response =
          target.prediction().predict(predict(spec("swapped"), "x", floats(x)));
      int version = (int) response.getModelSpec().getVersion().getValue();
      assertThat(response.getOutputsOrThrow("y").getFloatValList())
          .containsExactly(x / 2 + version);
      byVersion[version]++;
    }
    return byVersion;
  }
}
