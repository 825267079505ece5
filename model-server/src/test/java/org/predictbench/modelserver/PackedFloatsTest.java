package org.predictbench.modelserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

class PackedFloatsTest {
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
            .putInputs("few", WHOLE.toBuilder().setTensorShape(shape(4)).build())
            .putInputs("z", WHOLE)
            .addOutputFilter("y")
            .build();

    PredictRequest read = RequestBytes.of(request.toByteArray()).parsePredict();

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

    assertThat(RequestBytes.of(bytes).parsePredict().getInputsOrThrow("x").getTensorContent())
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
        Arguments.of("a shape in two parts", joined(floats, shapeOnly(1))),
        Arguments.of("floats that are not packed", unpacked()),
        Arguments.of("cut short", Arrays.copyOf(floats, floats.length - 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void whatMeansSomethingElseStaysAsItCame(String what, byte[] tensor) throws IOException {
    ByteString bytes = ByteString.copyFrom(request(tensor));

    assertThat(PackedFloats.asContent(bytes)).as(what).isSameAs(bytes);
  }

  @Test
  void aTensorInTwoPartsStaysAsItCame() throws IOException {
    ByteString bytes = ByteString.copyFrom(request(WHOLE.toByteArray(), shapeOnly(2)));

    assertThat(PackedFloats.asContent(bytes)).isSameAs(bytes);
  }

  @Test
  void everyPrefixOfARequestIsSafe() {
    ByteString whole = PredictRequest.newBuilder().putInputs("x", WHOLE).build().toByteString();
    for (int length = 0; length < whole.size(); length++) {
      ByteString prefix = whole.substring(0, length);
      assertThat(PackedFloats.asContent(prefix)).isSameAs(prefix);
    }
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
