package org.predictbench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every variant promises, asked of every combination of axes that can run here. */
class VariantContractTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static FakePredictService service;

  @BeforeAll
  static void start() throws Exception {
    service = new FakePredictService(folder.resolve("s.sock"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  static Stream<Variant> variants() {
    List<Variant> all = new ArrayList<>();
    for (Reuse reuse : Reuse.values()) {
      for (Transport transport : Transport.values()) {
        for (Encoding encoding : Encoding.values()) {
          for (Protos protos : Protos.values()) {
            for (Call call : Call.values()) {
              all.add(new Variant(reuse, transport, encoding, protos, call));
            }
          }
        }
      }
    }
    return all.stream().filter(variant -> variant.unavailable().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("variants")
  void deliversEveryBit(Variant variant) {
    float[] values = new float[2 * 3 * 5];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-150, 150);
    }
    values[3] = -0.0f;
    values[4] = Float.MIN_VALUE;
    try (PredictClient client = client(variant, "echo", PATIENCE)) {
      for (int call = 0; call < 2; call++) {
        Prediction answer = client.predict(new Features(values, 2, 3, 5));
        assertThat(answer.sameBitsAs(new Prediction(new long[] {2, 3, 5}, values))).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void mapsFailuresAlike(Variant variant) {
    Features features = new Features(new float[1], 1);
    try (PredictClient client = client(variant, "error", PATIENCE)) {
      assertThatExceptionOfType(PredictException.class)
          .isThrownBy(() -> client.predict(features))
          .withMessage("Servable not found for request: Latest(x)")
          .satisfies(e -> assertThat(e.code()).isEqualTo(Status.Code.NOT_FOUND));
    }
    try (PredictClient client = client(variant, "incomplete", PATIENCE)) {
      assertThatExceptionOfType(PredictException.class)
          .isThrownBy(() -> client.predict(features))
          .withMessageContaining("no output 'classes'")
          .satisfies(e -> assertThat(e.code()).isEqualTo(Status.Code.INTERNAL));
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void honoursDeadlineAndClosesTwice(Variant variant) {
    PredictClient client = client(variant, "slow", Duration.ofMillis(150));
    assertThatExceptionOfType(PredictException.class)
        .isThrownBy(() -> client.predict(new Features(new float[1], 1)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
    client.close();
    client.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> client.predict(new Features(new float[1], 1)));
  }

  private static PredictClient client(Variant variant, String behaviour, Duration deadline) {
    ModelRef model = new ModelRef("m", behaviour, "input", "classes", "probabilities");
    return PredictClients.create(variant, service.target(variant.transport()), model, deadline);
  }
}
