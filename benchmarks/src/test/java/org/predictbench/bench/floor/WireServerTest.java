package org.predictbench.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.Tensor;
import org.predictbench.client.WireCodec;
import org.predictbench.client.axis.Compression;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.Reuse;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.client.axis.Transport;
import org.predictbench.client.axis.Variant;

/** The leanest server, in a process of its own, and every client that is measured at it. */
class WireServerTest {
  private static final ModelRef MODEL = ModelRef.of("any");

  /** More replies than any client's first window takes, of which each has 4 KB. */
  private static final int CALLS = 100;

  private static PeerProcess tcp;
  private static PeerProcess unix;

  @BeforeAll
  static void start() throws Exception {
    tcp = PeerProcess.start(WireServer.class, false);
    unix = PeerProcess.start(WireServer.class, true);
  }

  @AfterAll
  static void stop() {
    tcp.close();
    unix.close();
  }

  private static PredictClient open(Variant variant) {
    PeerProcess server = variant.transport().usesUnixSocket() ? unix : tcp;
    return PredictClients.create(variant, server.target(), MODEL, Duration.ofSeconds(20));
  }

  private static Inputs inputs(int count, float last) {
    float[] values = new float[count];
    Arrays.fill(values, 0.25f);
    values[count - 1] = last;
    return Inputs.of("input", Tensor.of(values, 1, count));
  }

  /** Clients write an input's values last. */
  private static float lastOf(Outputs answer) {
    Tensor probabilities = answer.tensor("probabilities");
    assertThat(probabilities.elements()).isEqualTo(1001);
    return probabilities.floatAt(1000);
  }

  private static Stream<Variant> overSockets() {
    return Stream.of(Transport.values())
        .filter(transport -> !transport.isRest() && transport != Transport.IN_PROCESS)
        .map(transport -> Variant.grpc().over(transport))
        .filter(variant -> variant.unavailable().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("overSockets")
  void answersOneCallAfterTheOther(Variant variant) {
    try (PredictClient client = open(variant)) {
      for (int i = 1; i <= CALLS; i++) {
        assertThat(lastOf(client.predict(inputs(i, i)))).isEqualTo(i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("overSockets")
  void answersManyCallsAtOnce(Variant variant) throws Exception {
    try (PredictClient client = open(variant)) {
      List<CompletableFuture<Outputs>> answers = new ArrayList<>();
      for (int i = 1; i <= CALLS; i++) {
        // Small requests, and some of many frames between them.
        answers.add(client.predictAsync(inputs(i % 10 == 0 ? 200_000 : i, i)));
      }
      for (int i = 1; i <= CALLS; i++) {
        assertThat(lastOf(answers.get(i - 1).get(20, TimeUnit.SECONDS))).isEqualTo(i);
      }
    }
  }

  /** Beyond what the server reads at once, and a window that it renews. */
  @ParameterizedTest
  @EnumSource(names = {"NETTY_EPOLL", "OKHTTP", "SOCKET", "MULTIPLEXED"})
  void readsRequestsOfManyMegabytes(Transport transport) {
    Inputs large = inputs(12_000_000, 7);
    try (PredictClient client = open(Variant.grpc().over(transport))) {
      for (int i = 0; i < 24; i++) {
        assertThat(lastOf(client.predict(large))).isEqualTo(7);
      }
    }
  }

  @Test
  void readsWhatIsCompressed() {
    try (PredictClient client = open(Variant.grpc().with(Compression.GZIP))) {
      assertThat(lastOf(client.predict(inputs(50_000, 3)))).isEqualTo(3);
      assertThat(lastOf(client.predict(inputs(1, 4)))).isEqualTo(4);
    }
  }

  @Test
  void answersConnectionAfterConnection() {
    Variant variant = Variant.grpc().with(Reuse.CHANNEL_PER_CALL);
    try (PredictClient client = open(variant)) {
      for (int i = 1; i <= 20; i++) {
        assertThat(lastOf(client.predict(inputs(5_000, i)))).isEqualTo(i);
      }
    }
  }

  @Test
  void tellsItsAnswersFromOthers() throws Exception {
    Inputs inputs = inputs(3, 5).with("flag", Tensor.of(new boolean[] {true}));
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    WireCodec.of(TensorEncoding.DIRECT, Protos.NONE, MODEL).encode(inputs, message);
    try (PredictClient client = open(Variant.best())) {
      Outputs answer = client.predict(inputs);
      assertThat(WireServer.echoes(message.toByteArray(), answer)).isTrue();
      assertThat(WireServer.echoes(new byte[] {1, 2, 3, 4}, answer)).isFalse();
    }
  }
}
