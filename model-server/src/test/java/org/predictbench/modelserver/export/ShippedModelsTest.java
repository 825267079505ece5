package org.predictbench.modelserver.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.modelserver.ServerProcess;
import org.predictbench.serving.full.ClassificationRequest;
import org.predictbench.serving.full.Input;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictionServiceGrpc;
import org.predictbench.serving.full.PredictionServiceGrpc.PredictionServiceBlockingStub;
import org.predictbench.serving.full.Regression;
import org.predictbench.serving.full.RegressionRequest;
import org.predictbench.serving.full.tensorflow.BytesList;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.Example;
import org.predictbench.serving.full.tensorflow.Feature;
import org.predictbench.serving.full.tensorflow.FloatList;
import org.predictbench.serving.full.tensorflow.Int64List;
import org.predictbench.serving.full.tensorflow.TensorProto;

/** Exports the models of text and features, and asks them through a server as its users do. */
class ShippedModelsTest {
  private static final List<String> MODELS =
      List.of("text-encoder", "recommender", "text-classifier");

  @TempDir static Path folder;

  private static ServerProcess server;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() throws IOException {
    StringBuilder configs = new StringBuilder();
    for (String model : MODELS) {
      Path base = folder.resolve(model);
      assertThat(ExportModel.run(model, base.toString())).isZero();
      configs.append(
          "config { name: '%s' base_path: '%s' model_platform: 'tensorflow' }%n"
              .formatted(model, base));
    }
    Path file =
        Files.writeString(folder.resolve("models.pbtxt"), "model_config_list { " + configs + " }");
    // A failing warm-up record would fail the load.
    server = ServerProcess.start("--port=0", "--model_config_file=" + file);
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.ready().port()).usePlaintext().build();
    server.drainStderr();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text-encoder", "recommender", "text-classifier"})
  void twoExportsAreTheSameBytes(String model) throws IOException {
    Path again = folder.resolve("again").resolve(model);
    assertThat(ExportModel.run(model, again.toString())).isZero();
    Path first = folder.resolve(model).resolve("1");
    try (Stream<Path> files = Files.walk(first)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path twin = again.resolve("1").resolve(first.relativize(file));
        assertThat(Files.mismatch(file, twin)).as("%s", file).isEqualTo(-1);
      }
    }
    assertThat(first.resolve("assets.extra/tf_serving_warmup_requests")).isNotEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 128})
  void theEncoderTakesSequencesOfAnyLength(int length) {
    for (int batch : new int[] {1, 3}) {
      Map<String, TensorProto> outputs = encode(batch, ids(batch * length), length);
      assertThat(shape(outputs.get("pooled_output"))).containsExactly(batch, 256);
      assertThat(shape(outputs.get("sequence_output"))).containsExactly(batch, length, 256);
      assertThat(outputs.get("pooled_output").getFloatValList())
          .allMatch(value -> Math.abs(value) <= 1)
          .anyMatch(value -> Math.abs(value) > 0.1);
      assertThat(outputs.get("sequence_output").getFloatValList()).allMatch(Float::isFinite);
    }
  }

  @Test
  void theEncoderTellsTextsApartAndRepeatsItself() {
    long[] first = ids(12);
    long[] second = first.clone();
    second[11]++;
    List<Float> pooled = encode(1, first, 12).get("pooled_output").getFloatValList();
    assertThat(encode(1, second, 12).get("pooled_output").getFloatValList()).isNotEqualTo(pooled);
    assertThat(encode(1, first, 12).get("pooled_output").getFloatValList()).isEqualTo(pooled);
  }

  @Test
  void paddingDoesNotChangeWhatTheEncoderSays() {
    long[] text = ids(9);
    long[] padded = LongStream.concat(LongStream.of(text), LongStream.of(17, 4, 4000)).toArray();
    long[] mask = new long[padded.length];
    Arrays.fill(mask, 0, text.length, 1);
    List<Float> expected = encode(1, text, text.length).get("pooled_output").getFloatValList();
    List<Float> actual =
        predict(
                request("text-encoder", "")
                    .putInputs("input_ids", longs(padded, 1, padded.length))
                    .putInputs("input_mask", longs(mask, 1, padded.length))
                    .putInputs("token_type_ids", WarmUpRequests.ints(0, 1, padded.length)))
            .get("pooled_output")
            .getFloatValList();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i)).isCloseTo(expected.get(i), within(1e-4f));
    }
  }

  @Test
  void theEncoderRefusesWordsItDoesNotHave() {
    assertThatThrownBy(() -> encode(1, new long[] {TextEncoderGraph.VOCABULARY}, 1))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("is not in [0, 8192)");
  }

  @Test
  void tensorsAndExamplesHaveTheSameScores() {
    int candidates = 5;
    List<Example> examples = examples(candidates);
    List<Float> scores = predict(tensors(examples, candidates)).get("scores").getFloatValList();
    assertThat(scores).hasSize(candidates).doesNotHaveDuplicates();
    assertThat(scores).allMatch(score -> score > 0 && score < 1);

    assertThat(predict(tensors(examples, candidates, 1)).get("scores").getFloatValList())
        .as("[batch, 1]")
        .isEqualTo(scores);
    TensorProto serialized =
        WarmUpRequests.strings(examples.stream().map(Example::toByteString).toList());
    TensorProto parsed =
        predict(request("recommender", "examples").putInputs("examples", serialized)).get("scores");
    assertThat(parsed.getFloatValList()).isEqualTo(scores);
    assertThat(shape(parsed)).containsExactly(candidates, 1);
    assertThat(
            stub()
                .regress(
                    RegressionRequest.newBuilder()
                        .setModelSpec(spec("recommender", "regress"))
                        .setInput(input(examples))
                        .build())
                .getResult()
                .getRegressionsList())
        .extracting(Regression::getValue)
        .isEqualTo(scores);
  }

  @Test
  void aFeatureThatAnExampleLacksIsZero() {
    TensorProto serialized = WarmUpRequests.strings(List.of(ByteString.EMPTY));
    PredictRequest.Builder zeros = request("recommender", "");
    RecommenderFeatures.COUNTS.forEach(name -> zeros.putInputs(name, WarmUpRequests.floats(0, 1)));
    RecommenderFeatures.CATEGORIES.forEach(
        name -> zeros.putInputs(name, WarmUpRequests.ints(0, 1)));
    assertThat(zeros.getInputsCount()).isEqualTo(160);
    assertThat(predict(request("recommender", "examples").putInputs("examples", serialized)))
        .isEqualTo(predict(zeros));
  }

  @Test
  void theClassifierReadsWordsOfTheVocabularyAndOthers() {
    List<String> texts =
        List.of("The team scored a goal", "the TEAM, scored a goal!", "gwxtq zzyx", "", "war");
    Map<String, TensorProto> outputs =
        predict(request("text-classifier", "").putInputs("text", strings(texts)));
    List<Float> probabilities = outputs.get("probabilities").getFloatValList();
    List<String> labels =
        outputs.get("label").getStringValList().stream().map(ByteString::toStringUtf8).toList();
    int topics = TextClassifierGraph.TOPICS.size();
    assertThat(shape(outputs.get("probabilities"))).containsExactly(texts.size(), topics);
    assertThat(shape(outputs.get("label"))).containsExactly(texts.size());
    for (int row = 0; row < texts.size(); row++) {
      List<Float> all = probabilities.subList(row * topics, (row + 1) * topics);
      assertThat(all.stream().mapToDouble(Float::doubleValue).sum()).isCloseTo(1, within(1e-5));
      int best = TextClassifierGraph.TOPICS.indexOf(labels.get(row));
      assertThat(all).allMatch(probability -> probability <= all.get(best));
    }
    assertThat(probabilities.subList(0, topics))
        .as("case and punctuation do not matter")
        .isEqualTo(probabilities.subList(topics, 2 * topics));
    assertThat(List.copyOf(probabilities.subList(2 * topics, 3 * topics)))
        .as("a word outside the vocabulary counts")
        .isNotEqualTo(probabilities.subList(3 * topics, 4 * topics));
  }

  @Test
  void theClassifierAnswersClassifyAsItAnswersPredict() {
    String text = "Parliament votes on a trade treaty";
    List<Float> probabilities =
        predict(request("text-classifier", "").putInputs("text", strings(List.of(text))))
            .get("probabilities")
            .getFloatValList();
    Feature feature =
        Feature.newBuilder()
            .setBytesList(BytesList.newBuilder().addValue(ByteString.copyFromUtf8(text)))
            .build();
    Example.Builder example = Example.newBuilder();
    example.getFeaturesBuilder().putFeature("text", feature);
    var classes =
        stub()
            .classify(
                ClassificationRequest.newBuilder()
                    .setModelSpec(spec("text-classifier", "classify"))
                    .setInput(input(List.of(example.build())))
                    .build())
            .getResult()
            .getClassifications(0)
            .getClassesList();
    assertThat(classes).extracting(entry -> entry.getLabel()).isEqualTo(TextClassifierGraph.TOPICS);
    assertThat(classes).extracting(entry -> entry.getScore()).isEqualTo(probabilities);
  }

  private static Map<String, TensorProto> encode(int batch, long[] ids, int length) {
    return predict(
        request("text-encoder", "")
            .putInputs("input_ids", longs(ids, batch, length))
            .putInputs("input_mask", WarmUpRequests.ints(1, batch, length))
            .putInputs("token_type_ids", WarmUpRequests.ints(0, batch, length)));
  }

  private static long[] ids(int count) {
    return new SplittableRandom(count).longs(count, 0, TextEncoderGraph.VOCABULARY - 1).toArray();
  }

  private static List<Example> examples(int count) {
    SplittableRandom random = new SplittableRandom(4);
    return Stream.generate(
            () -> {
              Example.Builder example = Example.newBuilder();
              RecommenderFeatures.COUNTS.forEach(
                  name ->
                      example
                          .getFeaturesBuilder()
                          .putFeature(name, feature((float) random.nextDouble(0, 1000))));
              RecommenderFeatures.CATEGORIES.forEach(
                  name ->
                      example
                          .getFeaturesBuilder()
                          .putFeature(name, feature(random.nextLong(1L << 40))));
              return example.build();
            })
        .limit(count)
        .toList();
  }

  private static Feature feature(float value) {
    return Feature.newBuilder().setFloatList(FloatList.newBuilder().addValue(value)).build();
  }

  private static Feature feature(long value) {
    return Feature.newBuilder().setInt64List(Int64List.newBuilder().addValue(value)).build();
  }

  private static PredictRequest.Builder tensors(List<Example> examples, long... shape) {
    Map<String, TensorProto.Builder> tensors = new TreeMap<>();
    for (Example example : examples) {
      example
          .getFeatures()
          .getFeatureMap()
          .forEach(
              (name, feature) -> {
                boolean count = feature.hasFloatList();
                TensorProto.Builder tensor =
                    tensors.computeIfAbsent(
                        name,
                        unused ->
                            WarmUpRequests.tensor(
                                count ? DataType.DT_FLOAT : DataType.DT_INT64, shape));
                tensor.addAllFloatVal(feature.getFloatList().getValueList());
                tensor.addAllInt64Val(feature.getInt64List().getValueList());
              });
    }
    PredictRequest.Builder request = request("recommender", "");
    tensors.forEach((name, tensor) -> request.putInputs(name, tensor.build()));
    return request;
  }

  private static Input input(List<Example> examples) {
    Input.Builder input = Input.newBuilder();
    input.getExampleListBuilder().addAllExamples(examples);
    return input.build();
  }

  private static TensorProto longs(long[] values, long... shape) {
    TensorProto.Builder tensor = WarmUpRequests.tensor(DataType.DT_INT64, shape);
    LongStream.of(values).forEach(tensor::addInt64Val);
    return tensor.build();
  }

  private static TensorProto strings(List<String> texts) {
    return WarmUpRequests.strings(texts.stream().map(ByteString::copyFromUtf8).toList());
  }

  private static List<Integer> shape(TensorProto tensor) {
    return tensor.getTensorShape().getDimList().stream()
        .map(dim -> Math.toIntExact(dim.getSize()))
        .toList();
  }

  private static ModelSpec spec(String model, String signature) {
    return ModelSpec.newBuilder().setName(model).setSignatureName(signature).build();
  }

  private static PredictRequest.Builder request(String model, String signature) {
    return PredictRequest.newBuilder().setModelSpec(spec(model, signature));
  }

  private static Map<String, TensorProto> predict(PredictRequest.Builder request) {
    return stub().predict(request.build()).getOutputsMap();
  }

  private static PredictionServiceBlockingStub stub() {
    return PredictionServiceGrpc.newBlockingStub(channel);
  }
}
