package org.predictbench.modelserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.predictbench.modelserver.request.RequestBytes;
import org.predictbench.serving.TimelineTrailer;
import org.predictbench.serving.diagnostics.DiagnosticsGrpc;
import org.predictbench.serving.diagnostics.TimeSessionRunRequest;
import org.predictbench.serving.diagnostics.TimeSessionRunResponse;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.PredictionServiceGrpc;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/** What one running server answers, texts to the letter. */
public class PredictTest {
  private static ServerProcess server;
  private static ManagedChannel channel;

  @BeforeAll
  static void start(@TempDir Path dir) throws IOException {
    server =
        ServerProcess.start(
            "--port=0",
            "--model_name=half_plus_two",
            "--model_base_path=" + TestModels.halfPlusTwo(dir, "00000123"),
            "--enable_diagnostics");
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.ready().port()).usePlaintext().build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void answersInFloatVal() {
    PredictResponse response = predict(request(floats(1, 2, 5)));

    TensorProto y = response.getOutputsOrThrow("y");
    assertThat(y.getFloatValList()).containsExactly(2.5f, 3f, 4.5f);
    assertThat(y.getTensorContent()).isEmpty();
    assertThat(y.getDtype()).isEqualTo(DataType.DT_FLOAT);
    assertThat(y.getTensorShape()).isEqualTo(shape(3));
    assertThat(response.getModelSpec())
        .isEqualTo(
            ModelSpec.newBuilder()
                .setName("half_plus_two")
                .setVersion(Int64Value.of(123))
                .setSignatureName("serving_default")
                .build());
  }

  @Test
  void tellsItsTimesToThoseWhoAskAndNobodyElse() {
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    PredictionServiceGrpc.PredictionServiceBlockingStub stub =
        PredictionServiceGrpc.newBlockingStub(channel)
            .withInterceptors(
                MetadataUtils.newCaptureMetadataInterceptor(new AtomicReference<>(), trailers));
    var unused = stub.predict(request(floats(1)));
    assertThat(trailers.get().containsKey(TimelineTrailer.KEY)).isFalse();

    Metadata asking = new Metadata();
    asking.put(TimelineTrailer.KEY, "please");
    long before = System.nanoTime();
    unused =
        stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(asking))
            .predict(request(floats(1)));
    long after = System.nanoTime();

    assertThat(TimelineTrailer.parse(trailers.get().get(TimelineTrailer.KEY)))
        .isSorted()
        .satisfies(
            times -> {
              assertThat(times[0]).isGreaterThanOrEqualTo(before);
              assertThat(times[TimelineTrailer.POINTS - 1]).isLessThanOrEqualTo(after);
            });
  }

  @Test
  void readsTensorContent() {
    ByteBuffer content = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    content.putFloat(1).putFloat(2).flip();
    TensorProto x = tensor(2).setTensorContent(ByteString.copyFrom(content)).build();

    assertThat(values(predict(request(x)))).containsExactly(2.5f, 3f);
  }

  @Test
  void repeatsTheLastValueAndIgnoresSurplus() {
    assertThat(values(predict(request(tensor(3).addFloatVal(2).build()))))
        .containsExactly(3f, 3f, 3f);
    assertThat(values(predict(request(tensor(2).build())))).containsExactly(2f, 2f);
    assertThat(values(predict(request(tensor(1).addFloatVal(2).addFloatVal(9).build()))))
        .containsExactly(3f);
  }

  @Test
  void answersEmptyAndScalarTensors() {
    PredictResponse empty = predict(request(tensor(0, 1).addFloatVal(7).build()));
    assertThat(values(empty)).isEmpty();
    assertThat(empty.getOutputsOrThrow("y").getTensorShape()).isEqualTo(shape(0, 1));

    PredictResponse scalar = predict(request(tensor().addFloatVal(2).build()));
    assertThat(values(scalar)).containsExactly(3f);
    assertThat(scalar.getOutputsOrThrow("y").hasTensorShape()).isTrue();
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("refusals")
  void refuses(Consumer<PredictRequest.Builder> spoil, Status.Code code, String message) {
    PredictRequest.Builder request = request(floats(1)).toBuilder();
    spoil.accept(request);

    refused(() -> predict(request.build()), code, message);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        invalid(PredictRequest.Builder::clear, "Missing ModelSpec"),
        invalid(r -> r.getModelSpecBuilder().clearName(), "ModelSpec has no name specified."),
        refusal(
            r -> r.getModelSpecBuilder().setName("no"),
            Status.Code.NOT_FOUND,
            "Servable not found for request: Latest(no)"),
        refusal(
            r -> r.getModelSpecBuilder().setVersion(Int64Value.of(99)),
            Status.Code.NOT_FOUND,
            "Servable not found for request: Specific(half_plus_two, 99)"),
        invalid(
            r -> r.getModelSpecBuilder().setName("no").setVersionLabel("stable"),
            "Unrecognized servable version label: stable"),
        refusal(
            r -> r.getModelSpecBuilder().setSignatureName("sig"),
            Status.Code.FAILED_PRECONDITION,
            "Serving signature key \"sig\" not found."),
        invalid(
            PredictRequest.Builder::clearInputs,
            "input size does not match signature: 0!=1 len({}) != len({x}). Sent extra: {}."
                + " Missing but required: {x}."),
        invalid(
            r -> r.putInputs("b", floats(1)).putInputs("a", floats(1)),
            "input size does not match signature: 3!=1 len({a,b,x}) != len({x}). Sent extra: {a,b}."
                + " Missing but required: {}."),
        invalid(
            r -> r.clearInputs().putInputs("z", floats(1)),
            "Signature input alias: x(feed name: x:0) not found in request and no default value"
                + " provided. Inputs expected to be in the request {z}, or default input alias set: "),
        unparsable(tensor(2).setTensorContent(ByteString.copyFrom(new byte[7]))),
        unparsable(tensor(1).clearDtype().addFloatVal(1)),
        unparsable(tensor(-1).addFloatVal(1)),
        unparsable(tensor(1L << 40, 1L << 40).addFloatVal(1)),
        invalid(
            r -> r.putInputs("x", tensor(1L << 30).addFloatVal(1).build()),
            "tensor parsing error: x: the shape has 1073741824 elements, of which 1 are sent; at"
                + " most 1048576 numbers or 65536 short strings are filled in for a request, so"
                + " send all of them"),
        unparsable(tensor().setTensorShape(TensorShapeProto.newBuilder().setUnknownRank(true))),
        invalid(
            r -> r.addOutputFilter("q"),
            "output tensor alias not found in signature: q Outputs expected to be in the set {y}."),
        invalid(
            r -> r.addOutputFilter("y").addOutputFilter("y"), "duplicate output tensor alias: y"),
        invalid(
            r ->
                r.putInputs(
                    "x",
                    TensorProto.newBuilder()
                        .setDtype(DataType.DT_STRING)
                        .setTensorShape(shape(1))
                        .addStringVal(ByteString.copyFromUtf8("a"))
                        .build()),
            "Expects arg[0] to be float but string is provided"));
  }

  @Test
  void cutsLongMessages() {
    String name = "n".repeat(3000);

    assertThatThrownBy(
            () ->
                predict(
                    PredictRequest.newBuilder()
                        .setModelSpec(ModelSpec.newBuilder().setName(name))
                        .build()))
        .extracting(failure -> Status.fromThrowable(failure).getDescription())
        .asString()
        .hasSize(1024 + "...TRUNCATED".length())
        .endsWith("n...TRUNCATED");
  }

  @Test
  void answersAfterGarbage() {
    var method =
        PredictionServiceGrpc.getPredictMethod().toBuilder(
                RequestBytes.MARSHALLER,
                PredictionServiceGrpc.getPredictMethod().getResponseMarshaller())
            .build();
    RequestBytes garbage = RequestBytes.of(new byte[] {10, 127, 1, 2});

    assertThatThrownBy(
            () -> ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, garbage))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL));
    assertThat(values(predict(request(floats(2))))).containsExactly(3f);
  }

  @Test
  void timesTheSessionAlone() {
    TimeSessionRunResponse times =
        DiagnosticsGrpc.newBlockingStub(channel)
            .timeSessionRun(
                TimeSessionRunRequest.newBuilder()
                    .setRequest(request(floats(2)))
                    .setMeasureNanos(TimeUnit.MILLISECONDS.toNanos(20))
                    .build());

    assertThat(times.getRunNanosList()).hasSizeGreaterThan(1).allMatch(nanos -> nanos > 0);
    assertThat(values(times.getResponse())).containsExactly(3f);
    assertThat(
            DiagnosticsGrpc.newBlockingStub(channel)
                .timeSessionRun(
                    TimeSessionRunRequest.newBuilder()
                        .setRequest(request(floats(2)))
                        .setCallers(3)
                        .build())
                .getRunNanosList())
        // Each caller once at least.
        .hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void answersWithinADeadline() {
    PredictResponse response =
        PredictionServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .predict(request(floats(2)));

    assertThat(values(response)).containsExactly(3f);
  }

  private static void refused(Runnable call, Status.Code code, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(e.getStatus().getDescription()).isEqualTo(message);
            });
  }

  private static Arguments refusal(
      Consumer<PredictRequest.Builder> spoil, Status.Code code, String message) {
    return Arguments.of(spoil, code, message);
  }

  private static Arguments invalid(Consumer<PredictRequest.Builder> spoil, String message) {
    return refusal(spoil, Status.Code.INVALID_ARGUMENT, message);
  }

  private static Arguments unparsable(TensorProto.Builder x) {
    return invalid(r -> r.putInputs("x", x.build()), "tensor parsing error: x");
  }

  private static PredictResponse predict(PredictRequest request) {
    return PredictionServiceGrpc.newBlockingStub(channel).predict(request);
  }

  static PredictRequest request(TensorProto x) {
    return PredictRequest.newBuilder()
        .setModelSpec(ModelSpec.newBuilder().setName("half_plus_two"))
        .putInputs("x", x)
        .build();
  }

  public static TensorProto floats(float... values) {
    TensorProto.Builder x = tensor(values.length);
    for (float value : values) {
      x.addFloatVal(value);
    }
    return x.build();
  }

  private static TensorProto.Builder tensor(long... sizes) {
    return TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).setTensorShape(shape(sizes));
  }

  private static TensorShapeProto shape(long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return shape.build();
  }

  private static Iterable<Float> values(PredictResponse response) {
    return response.getOutputsOrThrow("y").getFloatValList();
  }
}
