package org.predictbench.bench.requests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Signature;
import org.predictbench.client.Tensor;
import org.predictbench.serving.TfRecordWriter;
import org.predictbench.serving.full.ClassificationRequest;
import org.predictbench.serving.full.ClassifyLog;
import org.predictbench.serving.full.ExampleList;
import org.predictbench.serving.full.ExampleListWithContext;
import org.predictbench.serving.full.Input;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictLog;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictionLog;
import org.predictbench.serving.full.RegressLog;
import org.predictbench.serving.full.RegressionRequest;
import org.predictbench.serving.full.SessionRunLog;
import org.predictbench.serving.full.tensorflow.BytesList;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.Example;
import org.predictbench.serving.full.tensorflow.Feature;
import org.predictbench.serving.full.tensorflow.Features;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

class LoggedRequestsTest {
  private static final Signature FLOATS = Specs.one("x", DType.FLOAT, -1);
  private static final Signature EXAMPLES = Specs.one("examples", DType.STRING, -1);

  @TempDir Path folder;

  private Path file(PredictionLog... logs) throws IOException {
    Path file = folder.resolve("requests");
    try (TfRecordWriter out = new TfRecordWriter(Files.newOutputStream(file))) {
      for (PredictionLog log : logs) {
        out.write(log.toByteArray());
      }
    }
    return file;
  }

  private static PredictionLog predict(String signature, Inputs inputs) {
    return PredictionLogs.log(inputs, ModelRef.of("m").withSignature(signature));
  }

  private static Inputs floats(float... values) {
    return Inputs.of("x", Tensor.of(values, values.length));
  }

  private static PredictionLog predict(TensorProto.Builder tensor) {
    return PredictionLog.newBuilder()
        .setPredictLog(
            PredictLog.newBuilder()
                .setRequest(PredictRequest.newBuilder().putInputs("x", tensor.build())))
        .build();
  }

  private static TensorProto.Builder tensor(DataType dtype, long... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long size : shape) {
      dimensions.addDimBuilder().setSize(size);
    }
    return TensorProto.newBuilder().setDtype(dtype).setTensorShape(dimensions);
  }

  private static Example example(String key, String value) {
    return Example.newBuilder()
        .setFeatures(
            Features.newBuilder()
                .putFeature(
                    key,
                    Feature.newBuilder()
                        .setBytesList(
                            BytesList.newBuilder().addValue(ByteString.copyFromUtf8(value)))
                        .build()))
        .build();
  }

  private void assertRefused(Path file, Signature signature, String message) {
    assertThatThrownBy(() -> RequestSets.open(file, signature))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + ": " + message);
  }

  @Test
  void otherSignaturesAndKindsAreLeftOutAndCounted() throws IOException {
    Path file =
        file(
            predict("jpeg", Inputs.of("image", Tensor.strings("?"))),
            predict("", floats(1, 2)),
            predict("jpeg", Inputs.none()),
            PredictionLog.newBuilder().setSessionRunLog(SessionRunLog.getDefaultInstance()).build(),
            predict("serving_default", floats(3)));

    RequestSet set = RequestSets.open(file, FLOATS);

    assertThat(set.summary()).isEqualTo("2 requests, 2 shapes, median 8 B");
    assertThat(set.requests().get(1).tensor("x").floats()).containsExactly(3);
    assertThat(set.notes())
        .containsExactly(
            "2 records of signature 'jpeg' were left out",
            "1 record of kind session_run_log was left out");
    assertRefused(
        file,
        new Specs().and("x", DType.FLOAT, -1).signature("other"),
        "no record is of signature 'other'; there are 'jpeg', 'serving_default'");
  }

  @Test
  void classifyAndRegressBecomeSerialisedExamples() throws IOException {
    Example own = example("a", "own");
    Input plain =
        Input.newBuilder()
            .setExampleList(ExampleList.newBuilder().addExamples(own).addExamples(own))
            .build();
    Input withContext =
        Input.newBuilder()
            .setExampleListWithContext(
                ExampleListWithContext.newBuilder()
                    .addExamples(own)
                    .setContext(example("b", "shared").toBuilder().mergeFrom(example("a", "no"))))
            .build();
    Path file =
        file(
            PredictionLog.newBuilder()
                .setClassifyLog(
                    ClassifyLog.newBuilder()
                        .setRequest(ClassificationRequest.newBuilder().setInput(plain)))
                .build(),
            PredictionLog.newBuilder()
                .setRegressLog(
                    RegressLog.newBuilder()
                        .setRequest(
                            RegressionRequest.newBuilder()
                                .setModelSpec(
                                    ModelSpec.newBuilder().setSignatureName("serving_default"))
                                .setInput(withContext)))
                .build());

    RequestSet set = RequestSets.open(file, EXAMPLES);

    assertThat(set.requests()).hasToString("[{examples: string[2]}, {examples: string[1]}]");
    assertThat(set.requests().get(0).tensor("examples").stringAt(1)).isEqualTo(own.toByteArray());
    Example merged = Example.parseFrom(set.requests().get(1).tensor("examples").stringAt(0));
    assertThat(merged.getFeatures().getFeatureMap()).containsOnlyKeys("a", "b");
    assertThat(merged.getFeatures().getFeatureOrThrow("a"))
        .isEqualTo(own.getFeatures().getFeatureOrThrow("a"));
    assertRefused(
        file,
        FLOATS,
        "record 1: holds tf.Examples, which take a single string input; signature"
            + " 'serving_default' has {x=float[?]}");
  }

  @Test
  void fewerValuesThanElementsMeanThatTheLastOneIsRepeated() throws IOException {
    Path file =
        file(
            predict(tensor(DataType.DT_FLOAT, 3).addFloatVal(1).addFloatVal(2)),
            predict(tensor(DataType.DT_FLOAT, 2)));

    RequestSet set = RequestSets.open(file, FLOATS);

    assertThat(set.requests().get(0).tensor("x").floats()).containsExactly(1, 2, 2);
    assertThat(set.requests().get(1).tensor("x").floats()).containsExactly(0, 0);
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void typedFieldsOfEveryTypeAreRead(DType dtype) {
    TensorProto.Builder message = tensor(DataType.forNumber(dtype.number()), 1);
    switch (dtype) {
      case FLOAT -> message.addFloatVal(1);
      case DOUBLE -> message.addDoubleVal(1);
      case STRING -> message.addStringVal(ByteString.copyFromUtf8("1"));
      case COMPLEX64 -> message.addScomplexVal(1).addScomplexVal(0);
      case COMPLEX128 -> message.addDcomplexVal(1).addDcomplexVal(0);
      case INT64 -> message.addInt64Val(1);
      case UINT64 -> message.addUint64Val(1);
      case UINT32 -> message.addUint32Val(1);
      case BOOL -> message.addBoolVal(true);
      case HALF -> message.addHalfVal(0x3c00);
      case BFLOAT16 -> message.addHalfVal(0x3f80);
      default -> message.addIntVal(1);
    }

    Tensor read = TensorMessages.tensor(message.build(), new MemoryBound());

    ElementSink one = new ElementSink(dtype, new MemoryBound());
    switch (dtype) {
      case STRING -> one.add("1".getBytes(UTF_8));
      case BOOL -> one.add(true);
      default -> one.add(1);
    }
    assertThat(read.sameBitsAs(one.tensor(1))).isTrue();
  }

  @Test
  void whatDoesNotFitTheSignatureNamesTheRecord() throws IOException {
    assertRefused(
        file(
            predict("", Inputs.of("x", Tensor.of(new long[128], 1, 128))),
            predict("", Inputs.of("x", Tensor.of(new long[64], 1, 64)))),
        Specs.one("x", DType.INT64, -1, 128),
        "record 2: input 'x' has shape [1, 64], the signature wants [?, 128]");
    assertRefused(
        file(predict("", Inputs.of("x", Tensor.of(new int[1], 1)))),
        FLOATS,
        "record 1: input 'x' is int32, the signature wants float");
    assertRefused(
        file(predict("", Inputs.of("y", Tensor.of(new float[1], 1)))),
        FLOATS,
        "record 1: lacks input 'x': there is 'y'");
    assertRefused(
        file(predict("", floats(1).with("y", Tensor.of(new float[1], 1)))),
        FLOATS,
        "record 1: input 'y' is not in signature 'serving_default', which has 'x'");
  }

  @Test
  void tensorsThatCannotBeAreRefused() throws IOException {
    assertRefused(
        file(predict(tensor(DataType.DT_FLOAT, -1))),
        FLOATS,
        "record 1: input 'x': a dimension of -1");
    assertRefused(
        file(predict(tensor(DataType.DT_FLOAT, 1L << 20, 1L << 20))),
        FLOATS,
        "record 1: input 'x': shape [1048576, 1048576] holds more than 2147483648 values");
    assertRefused(
        file(
            predict(tensor(DataType.DT_FLOAT, 2).setTensorContent(ByteString.copyFromUtf8("abc")))),
        FLOATS,
        "record 1: input 'x': tensor_content of 3 bytes for 2 elements of float");
    assertRefused(
        file(predict(tensor(DataType.DT_VARIANT, 1))),
        FLOATS,
        "record 1: input 'x': no tensors of type number 21 travel");
  }

  @Test
  void claimedElementsCostNoMemory() throws IOException {
    Path file = file(predict(tensor(DataType.DT_FLOAT, 2_000_000_000).addFloatVal(1)));

    assertThatThrownBy(() -> RequestSets.open(file, FLOATS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ": record 1: input 'x': more than ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void manyInputsAreRefusedAtOnce() throws IOException {
    PredictRequest.Builder request = PredictRequest.newBuilder();
    for (int i = 0; i < 100_000; i++) {
      request.putInputs("i" + i, TensorProto.getDefaultInstance());
    }
    Path file =
        file(
            PredictionLog.newBuilder()
                .setPredictLog(PredictLog.newBuilder().setRequest(request))
                .build());

    assertThatThrownBy(() -> RequestSets.open(file, FLOATS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("'i19' and 99980 more");
    assertThatThrownBy(() -> RequestSet.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("record 1: 100000 inputs; at most 4096 are read");
  }

  @Test
  void aRecordOfAnotherKindIsRefused() throws IOException {
    Path file = folder.resolve("requests");
    try (TfRecordWriter out = new TfRecordWriter(Files.newOutputStream(file))) {
      out.write("no message".getBytes(UTF_8));
    }

    assertThatThrownBy(() -> RequestSets.open(file, FLOATS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ": record 1 is no PredictionLog: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void theModelsOwnRequestsAreThoseOfTheSignature() throws IOException {
    Path version = folder.resolve("1");
    assertThat(RequestSets.ofModel(version, FLOATS)).isEmpty();

    Path file = version.resolve("assets.extra/tf_serving_warmup_requests");
    Files.createDirectories(file.getParent());
    Files.move(file(predict("", floats(1)), predict("jpeg", floats(2))), file);

    assertThat(RequestSets.ofModel(version, FLOATS))
        .hasValueSatisfying(set -> assertThat(set.summary()).isEqualTo("1 request, 4 B"));
    assertThat(RequestSets.ofModel(version, new Specs().and("x", DType.FLOAT, -1).signature("no")))
        .isEmpty();
  }
}
