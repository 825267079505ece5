package org.predictbench.modelserver.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.predictbench.modelserver.tensor.WirePieces;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/** What is read around its content means what protobuf reads. */
class PredictRequestReaderTest {
  private static final TensorProto WHOLE =
      TensorProto.newBuilder()
          .setDtype(DataType.DT_FLOAT)
          .setTensorShape(shape(1, 3))
          .addAllFloatVal(List.of(1.5f, -0.0f, Float.NaN))
          .build();

  @Test
  void floatsThatFillTheirShapeBecomeContent() throws IOException {
    PredictRequest request =
        PredictRequest.newBuilder()
            .setModelSpec(ModelSpec.newBuilder().setName("m"))
            .putInputs("a", WHOLE)
            .putInputs("z", WHOLE)
            .addOutputFilter("y")
            .build();

    PredictRequest read = read(request.toByteString()).orElseThrow();

    ByteBuffer content = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    content.putFloat(1.5f).putFloat(-0.0f).putFloat(Float.NaN);
    TensorProto expected =
        WHOLE.toBuilder()
            .clearFloatVal()
            .setTensorContent(ByteString.copyFrom(content.array()))
            .build();
    assertThat(read)
        .isEqualTo(request.toBuilder().putInputs("a", expected).putInputs("z", expected).build());
  }

  @Test
  void aScalarBecomesContent() throws IOException {
    TensorProto scalar =
        TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).addFloatVal(2).build();
    byte[] bytes = request(scalar.toByteArray());

    assertThat(
            read(ByteString.copyFrom(bytes)).orElseThrow().getInputsOrThrow("x").getTensorContent())
        .hasSize(4);
  }

  static Stream<Arguments> others() throws IOException {
    TensorProto.Builder whole = WHOLE.toBuilder();
    byte[] floats = WHOLE.toByteArray();
    return Stream.of(
        Arguments.of("too few", whole.clone().setTensorShape(shape(4)).build().toByteArray()),
        Arguments.of("surplus", whole.clone().setTensorShape(shape(2)).build().toByteArray()),
        Arguments.of("no shape", whole.clone().clearTensorShape().build().toByteArray()),
        Arguments.of(
            "another type", whole.clone().setDtype(DataType.DT_DOUBLE).build().toByteArray()),
        Arguments.of("no type", whole.clone().clearDtype().build().toByteArray()),
        Arguments.of(
            "content besides",
            whole
                .clone()
                .setTensorContent(ByteString.copyFrom(new byte[12]))
                .build()
                .toByteArray()),
        Arguments.of(
            "a negative size", whole.clone().setTensorShape(shape(-1, -3)).build().toByteArray()),
        Arguments.of(
            "an overflowing shape",
            whole.clone().setTensorShape(shape(1L << 62, 1L << 62)).build().toByteArray()),
        Arguments.of("two runs of floats", joined(floats, floatsOf(2))),
        Arguments.of("floats that are not packed", unpacked()),
        Arguments.of("cut short", Arrays.copyOf(floats, floats.length - 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void whatMeansSomethingElseStaysAsItCame(String what, byte[] tensor) throws IOException {
    ByteString bytes = ByteString.copyFrom(request(tensor));

    assertThat(read(bytes)).as(what).isEmpty();
  }

  @Test
  void aTensorInTwoPartsStaysAsItCame() throws IOException {
    ByteString bytes = ByteString.copyFrom(request(WHOLE.toByteArray(), shapeOnly(2)));

    assertThat(read(bytes)).isEmpty();
  }

  @Test
  void aPrefixOfARequestIsReadAsProtobufReadsItOrLeftToIt() throws IOException {
    PredictRequest request =
        PredictRequest.newBuilder()
            .putInputs("x", content("abcdefgh"))
            .setModelSpec(ModelSpec.newBuilder().setName("m"))
            .addOutputFilter("y")
            .build();
    ByteString whole = request.toByteString();
    int read = 0;
    for (int length = 0; length <= whole.size(); length++) {
      ByteString prefix = whole.substring(0, length);
      Optional<PredictRequest> message = read(prefix);
      if (message.isPresent()) {
        assertThat(message).contains(PredictRequest.parseFrom(prefix));
        read++;
      }
    }
    assertThat(read).isGreaterThanOrEqualTo(3);
  }

  @Test
  void bytesInPiecesAreReadAsInOne() throws IOException {
    PredictRequest request =
        PredictRequest.newBuilder()
            .setModelSpec(ModelSpec.newBuilder().setName("m").setSignatureName("s"))
            .putInputs("a", content("x".repeat(10_000)))
            .putInputs("b", content("y".repeat(7)))
            .build();
    ByteString whole = request.toByteString();
    for (int size : new int[] {1, 7, 256, 4096, 9000}) {
      List<ByteBuffer> pieces = new ArrayList<>();
      for (int at = 0; at < whole.size(); at += size) {
        ByteString piece = whole.substring(at, Math.min(whole.size(), at + size));
        ByteBuffer direct = ByteBuffer.allocateDirect(piece.size());
        piece.copyTo(direct);
        pieces.add(direct.flip());
      }
      assertThat(
              PredictRequestReader.read(new WirePieces(pieces))
                  .map(PredictRequestReaderTest::whole))
          .contains(request);
    }
  }

  @Test
  void contentStaysWhereItWas() {
    byte[] bytes =
        PredictRequest.newBuilder().putInputs("x", content("x".repeat(1000))).build().toByteArray();

    WirePieces content =
        PredictRequestReader.read(WirePieces.of(bytes)).orElseThrow().contents().get("x");
    Arrays.fill(bytes, (byte) 'z');

    assertThat(new String(content.toByteArray(), UTF_8)).isEqualTo("z".repeat(1000));
  }

  @Test
  void stringsAreLeftToProtobuf() {
    TensorProto strings =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .setTensorShape(shape(1))
            .setTensorContent(ByteString.copyFromUtf8("\001a"))
            .build();

    assertThat(read(PredictRequest.newBuilder().putInputs("x", strings).build().toByteString()))
        .isEmpty();
  }

  @Test
  void aFloodOfFieldsIsLeftToProtobuf() {
    PredictRequest.Builder flood = PredictRequest.newBuilder().putInputs("x", content("abcd"));
    for (int i = 0; i < 2000; i++) {
      flood.addOutputFilter("y");
    }

    assertThat(read(flood.build().toByteString())).isEmpty();
  }

  @Test
  void randomDamageIsReadAsProtobufReadsItOrLeftToIt() {
    byte[] whole =
        PredictRequest.newBuilder()
            .setModelSpec(ModelSpec.newBuilder().setName("m"))
            .putInputs("x", content("abcdefgh"))
            .putInputs("y", content("ijkl").toBuilder().setTensorShape(shape(1)).build())
            .addOutputFilter("p")
            .build()
            .toByteArray();
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      byte[] damaged = whole.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      ByteString bytes = ByteString.copyFrom(damaged);
      // What passes for floats has another spelling; this request has none to begin with.
      read(bytes)
          .ifPresent(
              message -> {
                try {
                  assertThat(message).isEqualTo(contentOf(PredictRequest.parseFrom(bytes)));
                } catch (InvalidProtocolBufferException e) {
                  throw new AssertionError("protobuf refuses " + message, e);
                }
              });
    }
  }

  private static Optional<PredictRequest> read(ByteString bytes) {
    return PredictRequestReader.read(WirePieces.of(bytes.toByteArray()))
        .map(PredictRequestReaderTest::whole);
  }

  /** With its contents. */
  private static PredictRequest whole(ReceivedPredict received) {
    PredictRequest.Builder whole = received.message().toBuilder();
    received
        .contents()
        .forEach(
            (alias, content) ->
                whole.putInputs(
                    alias,
                    whole.getInputsOrThrow(alias).toBuilder()
                        .setTensorContent(ByteString.copyFrom(content.toByteArray()))
                        .build()));
    return whole.build();
  }

  /** With floats that fill their shape as content. */
  private static PredictRequest contentOf(PredictRequest request) {
    PredictRequest.Builder changed = request.toBuilder();
    request
        .getInputsMap()
        .forEach(
            (name, tensor) -> {
              if (tensor.getFloatValCount() > 0 && tensor.getTensorContent().isEmpty()) {
                ByteBuffer floats =
                    ByteBuffer.allocate(Float.BYTES * tensor.getFloatValCount())
                        .order(ByteOrder.LITTLE_ENDIAN);
                tensor.getFloatValList().forEach(floats::putFloat);
                changed.putInputs(
                    name,
                    tensor.toBuilder()
                        .clearFloatVal()
                        .setTensorContent(ByteString.copyFrom(floats.array()))
                        .build());
              }
            });
    return changed.build();
  }

  private static TensorProto content(String text) {
    return TensorProto.newBuilder()
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(shape(text.length() / 4))
        .setTensorContent(ByteString.copyFromUtf8(text))
        .build();
  }

  private static TensorShapeProto shape(long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return shape.build();
  }

  private static byte[] floatsOf(float... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder();
    for (float value : values) {
      tensor.addFloatVal(value);
    }
    return tensor.build().toByteArray();
  }

  private static byte[] shapeOnly(long size) {
    return TensorProto.newBuilder().setTensorShape(shape(size)).build().toByteArray();
  }

  private static byte[] unpacked() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeEnum(TensorProto.DTYPE_FIELD_NUMBER, DataType.DT_FLOAT_VALUE);
    out.writeMessage(TensorProto.TENSOR_SHAPE_FIELD_NUMBER, shape(1));
    out.writeFloat(TensorProto.FLOAT_VAL_FIELD_NUMBER, 3);
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteString.copyFrom(first).concat(ByteString.copyFrom(second)).toByteArray();
  }

  /** A request with one input, {@code x}, whose value comes in as many parts as are given. */
  private static byte[] request(byte[]... values) throws IOException {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    CodedOutputStream fields = CodedOutputStream.newInstance(entry);
    fields.writeString(1, "x");
    for (byte[] value : values) {
      fields.writeByteArray(2, value);
    }
    fields.flush();
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(request);
    out.writeByteArray(PredictRequest.INPUTS_FIELD_NUMBER, entry.toByteArray());
    out.flush();
    return request.toByteArray();
  }
}
