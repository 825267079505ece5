package org.predictbench.modelserver.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.ModelServices;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.PredictException;
import org.predictbench.client.Signature;
import org.predictbench.client.Target;
import org.predictbench.client.Tensor;
import org.predictbench.client.VersionStatus;
import org.predictbench.client.axis.Method;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.client.axis.Transport;
import org.predictbench.client.axis.Variant;
import org.predictbench.modelserver.ServerProcess;

/** The library's clients of tf.Examples against models that take tensors and Examples. */
class ExampleClientsTest {
  private static final int CANDIDATES = 5;

  @TempDir static Path folder;

  private static ServerProcess server;
  private static Target target;

  @BeforeAll
  static void start() throws IOException {
    StringBuilder configs = new StringBuilder();
    for (String model : List.of("recommender", "text-classifier")) {
      Path base = folder.resolve(model);
      assertThat(ExportModel.run(model, base.toString())).isZero();
      configs.append(
          "config { name: '%s' base_path: '%s' model_platform: 'tensorflow' }%n"
              .formatted(model, base));
    }
    Path file =
        Files.writeString(folder.resolve("models.pbtxt"), "model_config_list { " + configs + " }");
    server = ServerProcess.start("--port=0", "--model_config_file=" + file);
    target = new Target.Tcp("127.0.0.1", server.ready().port());
    server.drainStderr();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Every encoding of raw tensors over gRPC, all by one transport. */
  private static List<Variant> ofTensors() {
    List<Variant> variants = new ArrayList<>();
    for (TensorEncoding encoding : TensorEncoding.values()) {
      for (Protos protos : Protos.values()) {
        Variant variant = Variant.grpc().with(encoding).with(protos);
        if (!encoding.isExamples() && variant.unavailable().isEmpty()) {
          variants.add(variant);
        }
      }
    }
    assertThat(variants).hasSize(5 * 3 + 1);
    return variants;
  }

  /** Both encodings of Examples, by every transport that goes to a TCP port. */
  private static List<Variant> ofExamples(Method method) {
    Variant proto = Variant.grpc().with(method).with(TensorEncoding.EXAMPLE_PROTO);
    Variant direct = Variant.grpc().with(method).with(TensorEncoding.EXAMPLE_DIRECT);
    return List.of(
        proto.with(Protos.FULL),
        proto.with(Protos.FULL).over(Transport.OKHTTP),
        direct,
        direct.over(Transport.NETTY_NIO),
        direct.over(Transport.OKHTTP),
        direct.over(Transport.SOCKET),
        direct.over(Transport.MULTIPLEXED));
  }

  private static Outputs call(Variant variant, String model, String signature, Inputs inputs) {
    return call(variant, ModelRef.of(model).withSignature(signature), inputs);
  }

  private static Outputs call(Variant variant, ModelRef model, Inputs inputs) {
    try (PredictClient client = PredictClients.create(variant, target, model)) {
      Outputs answer = client.predict(inputs);
      assertThat(client.predict(inputs).sameBitsAs(answer)).as("%s again", variant).isTrue();
      return answer;
    }
  }

  private static Inputs candidates() {
    SplittableRandom random = new SplittableRandom(4);
    Inputs inputs = Inputs.none();
    for (String name : RecommenderFeatures.COUNTS) {
      float[] counts = new float[CANDIDATES];
      for (int i = 0; i < CANDIDATES; i++) {
        counts[i] = (float) random.nextDouble(0, 1000);
      }
      inputs = inputs.with(name, Tensor.of(counts, CANDIDATES));
    }
    for (String name : RecommenderFeatures.CATEGORIES) {
      long[] ids = random.longs(CANDIDATES, -9, 1L << 40).toArray();
      inputs = inputs.with(name, Tensor.of(ids, CANDIDATES));
    }
    return inputs;
  }

  @Test
  void theRecommenderScoresTensorsAndExamplesAlike() {
    Inputs inputs = candidates();
    assertThat(inputs.size()).isEqualTo(160);
    Outputs expected = call(Variant.best(), "recommender", "serving_default", inputs);
    float[] scores = expected.floats("scores");
    assertThat(scores).hasSize(CANDIDATES).doesNotHaveDuplicates();
    for (Variant variant : ofTensors()) {
      assertThat(call(variant, "recommender", "serving_default", inputs).sameBitsAs(expected))
          .as("%s", variant)
          .isTrue();
    }
    for (Variant variant : ofExamples(Method.PREDICT)) {
      assertThat(call(variant, "recommender", "examples", inputs).sameBitsAs(expected))
          .as("%s", variant)
          .isTrue();
    }
    for (Variant variant : ofExamples(Method.REGRESS)) {
      Outputs answer = call(variant, "recommender", "regress", inputs);
      assertThat(answer).as("%s", variant).hasToString("{outputs: float[5]}");
      assertThat(answer.floats("outputs")).as("%s", variant).containsExactly(scores);
    }
  }

  @Test
  void theClassifierClassifiesTextsAndExamplesAlike() {
    Inputs texts =
        Inputs.of("text", Tensor.strings("Parliament votes on a trade treaty", "", "a goal"));
    Outputs expected = call(Variant.best(), "text-classifier", "serving_default", texts);
    for (Variant variant : ofTensors()) {
      assertThat(call(variant, "text-classifier", "serving_default", texts).sameBitsAs(expected))
          .as("%s", variant)
          .isTrue();
    }
    int topics = TextClassifierGraph.TOPICS.size();
    for (Variant variant : ofExamples(Method.CLASSIFY)) {
      Outputs answer = call(variant, "text-classifier", "classify", texts);
      assertThat(answer.tensor("scores").sameBitsAs(expected.tensor("probabilities")))
          .as("%s", variant)
          .isTrue();
      assertThat(answer.tensor("classes").shape()).containsExactly(3, topics);
      assertThat(
              Arrays.stream(answer.tensor("classes").strings())
                  .map(each -> new String(each, StandardCharsets.UTF_8))
                  .toList())
          .as("%s", variant)
          .startsWith(TextClassifierGraph.TOPICS.toArray(String[]::new));
    }
  }

  @Test
  void refusalsCarryTheServersCode() {
    Inputs inputs = candidates();
    for (Variant variant : ofExamples(Method.CLASSIFY)) {
      assertThatThrownBy(() -> call(variant, "recommender", "regress", inputs))
          .as("%s", variant)
          .isInstanceOfSatisfying(
              PredictException.class,
              e -> assertThat(e.code()).isEqualTo(Status.Code.INVALID_ARGUMENT))
          .hasMessageContaining("Expected classification signature");
    }
  }

  @Test
  void theServerTellsItsSignaturesAndStates() {
    try (ModelServices services = ModelServices.open(target)) {
      Map<String, Signature> signatures = services.signatures(ModelRef.of("recommender"));
      assertThat(signatures).containsOnlyKeys("examples", "regress", "serving_default");
      assertThat(signatures.get("serving_default").inputs())
          .hasSize(160)
          .hasEntrySatisfying("user_clicks_7d", spec -> assertThat(spec).hasToString("float[?]"));
      assertThat(signatures.get("regress").method()).isEqualTo("tensorflow/serving/regress");
      // With the signature at hand, Examples go by the alias that it has for them.
      ModelRef examples = ModelRef.of("recommender").withSignature(signatures.get("examples"));
      assertThat(call(ofExamples(Method.PREDICT).get(2), examples, candidates()).aliases())
          .containsExactly("scores");
      assertThat(services.status(ModelRef.of("recommender")))
          .containsExactly(new VersionStatus(1, VersionStatus.State.AVAILABLE, Status.Code.OK, ""));
      assertThatThrownBy(() -> services.status(ModelRef.of("no")))
          .isInstanceOfSatisfying(
              PredictException.class, e -> assertThat(e.code()).isEqualTo(Status.Code.NOT_FOUND));
      assertThatThrownBy(() -> services.signatures(ModelRef.of("no")))
          .isInstanceOfSatisfying(
              PredictException.class, e -> assertThat(e.code()).isEqualTo(Status.Code.NOT_FOUND));
    }
  }
}
