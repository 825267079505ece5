package org.predictbench.modelserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.predictbench.modelserver.batching.BatchScheduler;
import org.predictbench.modelserver.batching.BatchingMetrics;
import org.predictbench.modelserver.batching.BatchingOptions;
import org.predictbench.modelserver.batching.BatchingRunner;
import org.predictbench.modelserver.export.ExportModel;
import org.predictbench.modelserver.metrics.ServingMetrics;
import org.predictbench.modelserver.predict.Predictor;
import org.predictbench.modelserver.predict.RunListener;
import org.predictbench.modelserver.servable.SavedModelLoader;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.session.Parallelism;
import org.predictbench.modelserver.tensor.TensorEncoder;
import org.predictbench.serving.ReadyLine;
import org.predictbench.serving.full.BatchingParameters;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictionServiceGrpc;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/** Sends tensors of every element type to the model {@code echo} and expects them back. */
class EchoTest {
  @TempDir static Path folder;

  private static ServerProcess server;
  private static ManagedChannel channel;
  private static int restPort;

  @BeforeAll
  static void start() {
    assertThat(ExportModel.run("echo", folder.toString())).isZero();
    server =
        ServerProcess.start(
            "--port=0",
            "--rest_api_port=-1",
            "--model_name=echo",
            "--model_base_path=" + folder,
            "--enable_diagnostics");
    ReadyLine ready = server.ready();
    restPort = ready.restPort().orElseThrow();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", ready.port()).usePlaintext().build();
    server.drainStderr();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    server.close();
  }

  /**
   * A type, three elements of it in their typed field, and the same as a tensor's memory, little
   * endian.
   */
  static Stream<Arguments> types() {
    return Stream.of(
        type(
            DataType.DT_FLOAT,
            x -> x.addFloatVal(1.5f).addFloatVal(Float.NaN).addFloatVal(-0f),
            x -> x.putFloat(1.5f).putFloat(Float.NaN).putFloat(-0f)),
        type(
            DataType.DT_DOUBLE,
            x -> x.addDoubleVal(1.5).addDoubleVal(Double.MIN_VALUE).addDoubleVal(-2),
            x -> x.putDouble(1.5).putDouble(Double.MIN_VALUE).putDouble(-2)),
        type(
            DataType.DT_INT8,
            x -> x.addIntVal(-128).addIntVal(0).addIntVal(127),
            x -> x.put((byte) -128).put((byte) 0).put((byte) 127)),
        type(
            DataType.DT_QINT8,
            x -> x.addIntVal(-128).addIntVal(0).addIntVal(127),
            x -> x.put((byte) -128).put((byte) 0).put((byte) 127)),
        type(
            DataType.DT_UINT8,
            x -> x.addIntVal(1).addIntVal(255).addIntVal(7),
            x -> x.put((byte) 1).put((byte) 255).put((byte) 7)),
        type(
            DataType.DT_QUINT8,
            x -> x.addIntVal(1).addIntVal(255).addIntVal(7),
            x -> x.put((byte) 1).put((byte) 255).put((byte) 7)),
        type(
            DataType.DT_INT16,
            x -> x.addIntVal(-32768).addIntVal(1).addIntVal(32767),
            x -> x.putShort((short) -32768).putShort((short) 1).putShort((short) 32767)),
        type(
            DataType.DT_QINT16,
            x -> x.addIntVal(-32768).addIntVal(1).addIntVal(32767),
            x -> x.putShort((short) -32768).putShort((short) 1).putShort((short) 32767)),
        type(
            DataType.DT_UINT16,
            x -> x.addIntVal(65535).addIntVal(1).addIntVal(0),
            x -> x.putShort((short) 65535).putShort((short) 1).putShort((short) 0)),
        type(
            DataType.DT_QUINT16,
            x -> x.addIntVal(65535).addIntVal(1).addIntVal(0),
            x -> x.putShort((short) 65535).putShort((short) 1).putShort((short) 0)),
        type(
            DataType.DT_INT32,
            x -> x.addIntVal(Integer.MIN_VALUE).addIntVal(1).addIntVal(Integer.MAX_VALUE),
            x -> x.putInt(Integer.MIN_VALUE).putInt(1).putInt(Integer.MAX_VALUE)),
        type(
            DataType.DT_QINT32,
            x -> x.addIntVal(Integer.MIN_VALUE).addIntVal(1).addIntVal(Integer.MAX_VALUE),
            x -> x.putInt(Integer.MIN_VALUE).putInt(1).putInt(Integer.MAX_VALUE)),
        type(
            DataType.DT_UINT32,
            x -> x.addUint32Val(-1).addUint32Val(1).addUint32Val(0),
            x -> x.putInt(-1).putInt(1).putInt(0)),
        type(
            DataType.DT_INT64,
            x -> x.addInt64Val(Long.MIN_VALUE).addInt64Val(1).addInt64Val(-1),
            x -> x.putLong(Long.MIN_VALUE).putLong(1).putLong(-1)),
        type(
            DataType.DT_UINT64,
            x -> x.addUint64Val(-1).addUint64Val(1).addUint64Val(0),
            x -> x.putLong(-1).putLong(1).putLong(0)),
        type(
            DataType.DT_HALF,
            x -> x.addHalfVal(0x3c00).addHalfVal(0xfc00).addHalfVal(1),
            x -> x.putShort((short) 0x3c00).putShort((short) 0xfc00).putShort((short) 1)),
        type(
            DataType.DT_BFLOAT16,
            x -> x.addHalfVal(0x3f80).addHalfVal(0xff80).addHalfVal(1),
            x -> x.putShort((short) 0x3f80).putShort((short) 0xff80).putShort((short) 1)),
        type(
            DataType.DT_COMPLEX64,
            x -> x.addAllScomplexVal(List.of(1f, -1f, 0f, 2.5f, -3f, 0f)),
            x -> x.putFloat(1).putFloat(-1).putFloat(0).putFloat(2.5f).putFloat(-3).putFloat(0)),
        type(
            DataType.DT_COMPLEX128,
            x -> x.addAllDcomplexVal(List.of(1., -1., 0., 2.5, -3., 0.)),
            x ->
                x.putDouble(1)
                    .putDouble(-1)
                    .putDouble(0)
                    .putDouble(2.5)
                    .putDouble(-3)
                    .putDouble(0)),
        type(
            DataType.DT_BOOL,
            x -> x.addBoolVal(true).addBoolVal(false).addBoolVal(true),
            x -> x.put((byte) 1).put((byte) 0).put((byte) 1)),
        type(
            DataType.DT_STRING,
            x -> x.addStringVal(utf8("a")).addStringVal(utf8("")).addStringVal(utf8("bc")),
            x ->
                x.put((byte) 1)
                    .put((byte) 0)
                    .put((byte) 2)
                    .put((byte) 'a')
                    .put((byte) 'b')
                    .put((byte) 'c')));
  }

  private static Arguments type(
      DataType type, UnaryOperator<TensorProto.Builder> values, UnaryOperator<ByteBuffer> memory) {
    ByteBuffer bytes = memory.apply(ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN)).flip();
    return Arguments.of(
        type, values.apply(TensorProto.newBuilder().setDtype(type)), ByteString.copyFrom(bytes));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void valuesAndContentComeBackAsValues(
      DataType type, TensorProto.Builder values, ByteString content) {
    TensorProto expected = values.clone().setTensorShape(shape(3)).build();
    assertThat(echo(expected)).isEqualTo(expected);
    TensorProto packed =
        TensorProto.newBuilder()
            .setDtype(type)
            .setTensorShape(shape(1, 3))
            .setTensorContent(content)
            .build();
    assertThat(echo(packed)).isEqualTo(values.clone().setTensorShape(shape(1, 3)).build());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void shapesWithoutRowsAndScalarsComeBack(
      DataType type, TensorProto.Builder values, ByteString content) {
    TensorProto none = TensorProto.newBuilder().setDtype(type).setTensorShape(shape(0, 2)).build();
    assertThat(echo(none)).isEqualTo(none);
    TensorProto scalar = values.clone().setTensorShape(shape()).build();
    assertThat(echo(scalar).toByteString().size()).isLessThan(scalar.toByteString().size());
    assertThat(echo(scalar).getTensorShape()).isEqualTo(shape());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void theLastValueIsRepeatedAndContentMustFit(
      DataType type, TensorProto.Builder values, ByteString content) {
    TensorProto five = echo(values.clone().setTensorShape(shape(5)).build());
    TensorProto again = echo(five);
    assertThat(again).isEqualTo(five);
    assertThat(echo(values.clone().setTensorShape(shape(3)).build())).isNotEqualTo(five);
    TensorProto cut =
        TensorProto.newBuilder()
            .setDtype(type)
            .setTensorShape(shape(3))
            .setTensorContent(content.substring(1))
            .build();
    assertThatThrownBy(() -> echo(cut))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage("INVALID_ARGUMENT: tensor parsing error: x");
  }

  @Test
  void aTypeThatTheModelDoesNotTakeIsRefusedInTheRuntimesWords() {
    TensorProto x =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_INT8)
            .setTensorShape(shape(1))
            .addIntVal(1)
            .build();
    assertThatThrownBy(() -> echo("float", x))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription())
                  .isEqualTo("Expects arg[0] to be float but int8 is provided");
            });
  }

  /** Splits, pads and joins rows, which batching does with the tensors' own memory. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void batchesTakeEveryType(DataType type, TensorProto.Builder values, ByteString content)
      throws IOException {
    BatchingParameters.Builder padded =
        BatchingParameters.newBuilder().addAllAllowedBatchSizes(List.of(4L));
    padded.getMaxBatchSizeBuilder().setValue(4);
    BatchingParameters.Builder split = BatchingParameters.newBuilder();
    split.getMaxExecutionBatchSizeBuilder().setValue(2);
    split.getEnableLargeBatchSplittingBuilder().setValue(true);
    ServingMetrics metrics = new ServingMetrics();
    try (Servable model =
        new SavedModelLoader(new Parallelism(1, 1).toConfig(), Set.of("serve"))
            .load("echo", 1, folder.resolve("1"))) {
      TensorProto x = values.clone().setTensorShape(shape(3)).build();
      for (BatchingParameters.Builder parameters : List.of(padded, split)) {
        BatchingRunner runner =
            new BatchingRunner(
                model.runner(),
                BatchingOptions.of(parameters.build()),
                new BatchScheduler(1, "echo"),
                new BatchingMetrics(metrics.registry()));
        assertThat(
                new Predictor(TensorEncoder.AS_PROTO_FIELD, metrics, RunListener.NONE)
                    .predict(
                        new Servable("echo", 1, model.signatures(), runner), request(name(type), x))
                    .getOutputsMap())
            .isEqualTo(Map.of("y", x));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "float|[1.5, -2.0]",
        "double|[1.5, -2.0]",
        "int8|[-128, 127]",
        "int16|[-32768, 32767]",
        "int32|[-2147483648, 7]",
        "int64|[-9223372036854775808, 7]",
        "uint8|[0, 255]",
        "uint32|[4294967295, 0]",
        "uint64|[18446744073709551615, 0]",
        "bool|[true, false]",
        "string|[\"a\", \"\"]"
      })
  void restTakesTheTypesThatJsonHas(String signature, String values) throws Exception {
    HttpResponse<String> response = post(signature, values);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body().replaceAll("\\s", ""))
        .isEqualTo("{\"predictions\":" + values.replaceAll("\\s", "") + "}");
  }

  @Test
  void restRefusesTheOthers() throws Exception {
    HttpResponse<String> response = post("complex64", "[1]");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .contains("UNIMPLEMENTED: Conversion of JSON Value: 1 to type: complex64");
  }

  private static HttpResponse<String> post(String signature, String values)
      throws IOException, InterruptedException {
    String body = "{\"signature_name\": \"%s\", \"instances\": %s}".formatted(signature, values);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + restPort + "/v1/models/echo:predict"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static TensorProto echo(TensorProto x) {
    return echo(name(x.getDtype()), x);
  }

  private static TensorProto echo(String signature, TensorProto x) {
    return PredictionServiceGrpc.newBlockingStub(channel)
        .predict(request(signature, x))
        .getOutputsOrThrow("y");
  }

  private static PredictRequest request(String signature, TensorProto x) {
    return PredictRequest.newBuilder()
        .setModelSpec(ModelSpec.newBuilder().setName("echo").setSignatureName(signature))
        .putInputs("x", x)
        .build();
  }

  private static String name(DataType type) {
    return type.name().substring("DT_".length()).toLowerCase(Locale.ROOT);
  }

  private static ByteString utf8(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private static TensorShapeProto shape(long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDimBuilder().setSize(size);
    }
    return shape.build();
  }
}
