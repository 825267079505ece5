package org.predictbench.modelserver.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** How far a tensor is filled up from the values that its request carries. */
class TensorDecoderTest {
  private static final int MILLION = 1 << 20;

  @Test
  void theLastValueIsRepeated() {
    TensorProto floats = tensor(DataType.DT_FLOAT, 4).addFloatVal(1).addFloatVal(2).build();
    try (TFloat32 tensor = (TFloat32) decode(floats, FillBudget.ofRequest())) {
      float[] values = new float[4];
      tensor.asRawTensor().data().asFloats().read(values);
      assertThat(values).containsExactly(1, 2, 2, 2);
    }
    TensorProto strings =
        tensor(DataType.DT_STRING, 2, 2)
            .addStringVal(ByteString.copyFromUtf8("a"))
            .addStringVal(ByteString.copyFromUtf8("b"))
            .build();
    try (TString tensor = (TString) decode(strings, FillBudget.ofRequest())) {
      assertThat(tensor.getObject(0, 0)).isEqualTo("a");
      assertThat(tensor.getObject(0, 1)).isEqualTo("b");
      assertThat(tensor.getObject(1, 1)).isEqualTo("b");
    }
  }

  @Test
  void noValuesAreZerosAndEmptyStrings() {
    try (Tensor zeros =
        decode(tensor(DataType.DT_INT64, MILLION).build(), FillBudget.ofRequest())) {
      ByteBuffer memory = TensorMemory.of(zeros);
      assertThat(memory.getLong(0)).isZero();
      assertThat(memory.getLong(Long.BYTES * (MILLION - 1))).isZero();
    }
    try (TString empty =
        (TString) decode(tensor(DataType.DT_STRING, 65_536).build(), FillBudget.ofRequest())) {
      assertThat(empty.getObject(65_535)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void aFewNumbersAreNoHugeTensor(ElementType type) {
    DataType dataType =
        Arrays.stream(DataType.values())
            .filter(candidate -> ElementType.of(candidate).equals(Optional.of(type)))
            .findFirst()
            .orElseThrow();
    exceeds(tensor(dataType, 4_000_000, 2), FillBudget.ofRequest());
    exceeds(tensor(dataType, MILLION + 1), FillBudget.ofRequest());
  }

  @Test
  void twoStringsAreNoEightMillion() {
    TensorProto.Builder strings =
        tensor(DataType.DT_STRING, 4_000_000, 2)
            .addStringVal(ByteString.copyFromUtf8("a"))
            .addStringVal(ByteString.copyFromUtf8("b"));
    assertThat(strings.build().getSerializedSize()).isLessThan(53);

    assertThatThrownBy(() -> decode(strings.build(), FillBudget.ofRequest()))
        .isInstanceOf(FillBudget.ExceededException.class)
        .hasMessage(
            "the shape has 8000000 elements, of which 2 are sent; at most 1048576 numbers or 65536"
                + " short strings are filled in for a request, so send all of them");
  }

  @Test
  void aLongStringIsRepeatedLessOften() {
    ByteString text = ByteString.copyFrom(new byte[MILLION]);
    TensorProto.Builder few = tensor(DataType.DT_STRING, 16).addStringVal(text);
    try (TString tensor = (TString) decode(few.build(), FillBudget.ofRequest())) {
      assertThat(tensor.asBytes().getObject(15)).hasSize(MILLION);
    }
    exceeds(tensor(DataType.DT_STRING, 1000).addStringVal(text), FillBudget.ofRequest());
  }

  @Test
  void contentOfStringsMustHaveALengthForEach() {
    TensorProto.Builder strings =
        tensor(DataType.DT_STRING, 50_000).setTensorContent(ByteString.copyFrom(new byte[100]));

    assertThatThrownBy(() -> decode(strings.build(), FillBudget.ofRequest()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor_content is cut short");
  }

  @Test
  void theTensorsOfARequestShareOneBudget() {
    FillBudget budget = FillBudget.ofRequest();
    decode(tensor(DataType.DT_FLOAT, 600_000).build(), budget).close();

    exceeds(tensor(DataType.DT_FLOAT, 600_000), budget);
    decode(tensor(DataType.DT_FLOAT, 400_000).build(), budget).close();
  }

  @Test
  void whatTheModelBringsMayBeLarger() {
    decode(tensor(DataType.DT_FLOAT, 64, 224, 224, 3).build(), FillBudget.ofModel()).close();

    exceeds(tensor(DataType.DT_FLOAT, 1L << 40), FillBudget.ofModel());
  }

  private static void exceeds(TensorProto.Builder tensor, FillBudget budget) {
    assertThatThrownBy(() -> decode(tensor.build(), budget))
        .isInstanceOf(FillBudget.ExceededException.class);
  }

  private static Tensor decode(TensorProto proto, FillBudget budget) {
    return TensorDecoder.decode(proto, Optional.empty(), budget);
  }

  private static TensorProto.Builder tensor(DataType type, long... sizes) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(type);
    for (long size : sizes) {
      tensor.getTensorShapeBuilder().addDimBuilder().setSize(size);
    }
    return tensor;
  }
}
