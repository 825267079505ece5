package org.predictbench.modelserver.tensor;

import java.nio.ByteBuffer;
import java.util.function.ToIntFunction;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorProtoOrBuilder;

/** The typed fields of a TensorProto, by how an element of a tensor's memory lies in them. */
@SuppressWarnings("ImmutableEnumChecker") // the functions capture nothing
enum TypedField {
  FLOAT_VAL(
      TensorProtoOrBuilder::getFloatValCount,
      (proto, i, out) -> out.putFloat(proto.getFloatVal(i)),
      (in, proto) -> proto.addFloatVal(in.getFloat())),
  DOUBLE_VAL(
      TensorProtoOrBuilder::getDoubleValCount,
      (proto, i, out) -> out.putDouble(proto.getDoubleVal(i)),
      (in, proto) -> proto.addDoubleVal(in.getDouble())),
  INT_VAL(
      TensorProtoOrBuilder::getIntValCount,
      (proto, i, out) -> out.putInt(proto.getIntVal(i)),
      (in, proto) -> proto.addIntVal(in.getInt())),
  INT_VAL_OF_16_BITS(
      TensorProtoOrBuilder::getIntValCount,
      (proto, i, out) -> out.putShort((short) proto.getIntVal(i)),
      (in, proto) -> proto.addIntVal(in.getShort())),
  INT_VAL_OF_16_UNSIGNED_BITS(
      TensorProtoOrBuilder::getIntValCount,
      (proto, i, out) -> out.putShort((short) proto.getIntVal(i)),
      (in, proto) -> proto.addIntVal(Short.toUnsignedInt(in.getShort()))),
  INT_VAL_OF_8_BITS(
      TensorProtoOrBuilder::getIntValCount,
      (proto, i, out) -> out.put((byte) proto.getIntVal(i)),
      (in, proto) -> proto.addIntVal(in.get())),
  INT_VAL_OF_8_UNSIGNED_BITS(
      TensorProtoOrBuilder::getIntValCount,
      (proto, i, out) -> out.put((byte) proto.getIntVal(i)),
      (in, proto) -> proto.addIntVal(Byte.toUnsignedInt(in.get()))),
  INT64_VAL(
      TensorProtoOrBuilder::getInt64ValCount,
      (proto, i, out) -> out.putLong(proto.getInt64Val(i)),
      (in, proto) -> proto.addInt64Val(in.getLong())),
  UINT32_VAL(
      TensorProtoOrBuilder::getUint32ValCount,
      (proto, i, out) -> out.putInt(proto.getUint32Val(i)),
      (in, proto) -> proto.addUint32Val(in.getInt())),
  UINT64_VAL(
      TensorProtoOrBuilder::getUint64ValCount,
      (proto, i, out) -> out.putLong(proto.getUint64Val(i)),
      (in, proto) -> proto.addUint64Val(in.getLong())),
  BOOL_VAL(
      TensorProtoOrBuilder::getBoolValCount,
      (proto, i, out) -> out.put((byte) (proto.getBoolVal(i) ? 1 : 0)),
      (in, proto) -> proto.addBoolVal(in.get() != 0)),
  HALF_VAL(
      TensorProtoOrBuilder::getHalfValCount,
      (proto, i, out) -> out.putShort((short) proto.getHalfVal(i)),
      (in, proto) -> proto.addHalfVal(Short.toUnsignedInt(in.getShort()))),
  /** Two entries an element: the real part and the imaginary one. */
  SCOMPLEX_VAL(
      proto -> proto.getScomplexValCount() / 2,
      (proto, i, out) ->
          out.putFloat(proto.getScomplexVal(2 * i)).putFloat(proto.getScomplexVal(2 * i + 1)),
      (in, proto) -> proto.addScomplexVal(in.getFloat()).addScomplexVal(in.getFloat())),
  /** Likewise. */
  DCOMPLEX_VAL(
      proto -> proto.getDcomplexValCount() / 2,
      (proto, i, out) ->
          out.putDouble(proto.getDcomplexVal(2 * i)).putDouble(proto.getDcomplexVal(2 * i + 1)),
      (in, proto) -> proto.addDcomplexVal(in.getDouble()).addDcomplexVal(in.getDouble()));

  private final ToIntFunction<TensorProto> count;
  private final ValueReader reader;
  private final ValueWriter writer;

  TypedField(ToIntFunction<TensorProto> count, ValueReader reader, ValueWriter writer) {
    this.count = count;
    this.reader = reader;
    this.writer = writer;
  }

  /** Returns how many elements the field holds. */
  int count(TensorProto proto) {
    return count.applyAsInt(proto);
  }

  /** Appends the field's {@code i}-th element to {@code out}, as the tensor holds it. */
  void read(TensorProto proto, int i, ByteBuffer out) {
    reader.read(proto, i, out);
  }

  /** Appends the next element of {@code in} to the field. */
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
