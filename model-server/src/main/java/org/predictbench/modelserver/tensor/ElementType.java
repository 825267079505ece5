package org.predictbench.modelserver.tensor;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorProtoOrBuilder;
import org.tensorflow.Tensor;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * The element types TensorFlow Java can hold, strings apart: their width, and which typed field of
 * a TensorProto carries them.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions capture nothing
enum ElementType {
  FLOAT(
      DataType.DT_FLOAT,
      TFloat32.class,
      4,
      TensorProtoOrBuilder::getFloatValCount,
      (proto, i, out) -> out.putFloat(proto.getFloatVal(i)),
      (in, proto) -> proto.addFloatVal(in.getFloat())),
  DOUBLE(
      DataType.DT_DOUBLE,
      TFloat64.class,
      8,
      TensorProtoOrBuilder::getDoubleValCount,
      (proto, i, out) -> out.putDouble(proto.getDoubleVal(i)),
      (in, proto) -> proto.addDoubleVal(in.getDouble())),
  INT32(
      DataType.DT_INT32,
      TInt32.class,
      4,
      TensorProtoOrBuilder::getIntValCount,
      (proto, i, out) -> out.putInt(proto.getIntVal(i)),
      (in, proto) -> proto.addIntVal(in.getInt())),
  UINT8(
      DataType.DT_UINT8,
      TUint8.class,
      1,
      TensorProtoOrBuilder::getIntValCount,
      (proto, i, out) -> out.put((byte) proto.getIntVal(i)),
      (in, proto) -> proto.addIntVal(Byte.toUnsignedInt(in.get()))),
  UINT16(
      DataType.DT_UINT16,
      TUint16.class,
      2,
      TensorProtoOrBuilder::getIntValCount,
      (proto, i, out) -> out.putShort((short) proto.getIntVal(i)),
      (in, proto) -> proto.addIntVal(Short.toUnsignedInt(in.getShort()))),
  INT64(
      DataType.DT_INT64,
      TInt64.class,
      8,
      TensorProtoOrBuilder::getInt64ValCount,
      (proto, i, out) -> out.putLong(proto.getInt64Val(i)),
      (in, proto) -> proto.addInt64Val(in.getLong())),
  BOOL(
      DataType.DT_BOOL,
      TBool.class,
      1,
      TensorProtoOrBuilder::getBoolValCount,
      (proto, i, out) -> out.put((byte) (proto.getBoolVal(i) ? 1 : 0)),
      (in, proto) -> proto.addBoolVal(in.get() != 0)),
  HALF(
      DataType.DT_HALF,
      TFloat16.class,
      2,
      TensorProtoOrBuilder::getHalfValCount,
      (proto, i, out) -> out.putShort((short) proto.getHalfVal(i)),
      (in, proto) -> proto.addHalfVal(Short.toUnsignedInt(in.getShort()))),
  BFLOAT16(
      DataType.DT_BFLOAT16,
      TBfloat16.class,
      2,
      TensorProtoOrBuilder::getHalfValCount,
      (proto, i, out) -> out.putShort((short) proto.getHalfVal(i)),
      (in, proto) -> proto.addHalfVal(Short.toUnsignedInt(in.getShort())));

  private static final Map<DataType, ElementType> BY_DATA_TYPE =
      Stream.of(values()).collect(Collectors.toMap(type -> type.dataType, Function.identity()));

  private final DataType dataType;
  private final Class<? extends TType> tensorClass;
  private final int bytes;
  private final ToIntFunction<TensorProto> valueCount;
  private final ValueReader reader;
  private final ValueWriter writer;

  ElementType(
      DataType dataType,
      Class<? extends TType> tensorClass,
      int bytes,
      ToIntFunction<TensorProto> valueCount,
      ValueReader reader,
      ValueWriter writer) {
    this.dataType = dataType;
    this.tensorClass = tensorClass;
    this.bytes = bytes;
    this.valueCount = valueCount;
    this.reader = reader;
    this.writer = writer;
  }

  static Optional<ElementType> of(DataType dataType) {
    return Optional.ofNullable(BY_DATA_TYPE.get(dataType));
  }

  static Optional<ElementType> of(Tensor tensor) {
    return of(DataType.forNumber(tensor.dataType().getNumber()));
  }

  Class<? extends TType> tensorClass() {
    return tensorClass;
  }

  /** The width of one element in memory and in {@code tensor_content}. */
  int bytes() {
    return bytes;
  }

  int valueCount(TensorProto proto) {
    return valueCount.applyAsInt(proto);
  }

  /** Appends the {@code i}-th value of the typed field to {@code out}, as the tensor holds it. */
  void read(TensorProto proto, int i, ByteBuffer out) {
    reader.read(proto, i, out);
  }

  /** Appends the next element of {@code in} to the typed field. */
  void write(ByteBuffer in, TensorProto.Builder proto) {
    writer.write(in, proto);
  }

  @FunctionalInterface
  private interface ValueReader {
    void read(TensorProto proto, int i, ByteBuffer out);
  }

  @FunctionalInterface
  private interface ValueWriter {
    void write(ByteBuffer in, TensorProto.Builder proto);
  }
}
