package org.predictbench.modelserver.tensor;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
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
 * The element types of a fixed width: their width, which typed field of a TensorProto carries them,
 * and TensorFlow Java's class for them. A type without a class is held by a {@link NativeTensor}.
 */
enum ElementType {
  FLOAT(DataType.DT_FLOAT, 4, TypedField.FLOAT_VAL, TFloat32.class),
  DOUBLE(DataType.DT_DOUBLE, 8, TypedField.DOUBLE_VAL, TFloat64.class),
  INT32(DataType.DT_INT32, 4, TypedField.INT_VAL, TInt32.class),
  UINT8(DataType.DT_UINT8, 1, TypedField.INT_VAL_OF_8_UNSIGNED_BITS, TUint8.class),
  UINT16(DataType.DT_UINT16, 2, TypedField.INT_VAL_OF_16_UNSIGNED_BITS, TUint16.class),
  INT64(DataType.DT_INT64, 8, TypedField.INT64_VAL, TInt64.class),
  BOOL(DataType.DT_BOOL, 1, TypedField.BOOL_VAL, TBool.class),
  HALF(DataType.DT_HALF, 2, TypedField.HALF_VAL, TFloat16.class),
  BFLOAT16(DataType.DT_BFLOAT16, 2, TypedField.HALF_VAL, TBfloat16.class),
  INT8(DataType.DT_INT8, 1, TypedField.INT_VAL_OF_8_BITS),
  INT16(DataType.DT_INT16, 2, TypedField.INT_VAL_OF_16_BITS),
  UINT32(DataType.DT_UINT32, 4, TypedField.UINT32_VAL),
  UINT64(DataType.DT_UINT64, 8, TypedField.UINT64_VAL),
  COMPLEX64(DataType.DT_COMPLEX64, 8, TypedField.SCOMPLEX_VAL),
  COMPLEX128(DataType.DT_COMPLEX128, 16, TypedField.DCOMPLEX_VAL),
  QINT8(DataType.DT_QINT8, 1, TypedField.INT_VAL_OF_8_BITS),
  QUINT8(DataType.DT_QUINT8, 1, TypedField.INT_VAL_OF_8_UNSIGNED_BITS),
  QINT16(DataType.DT_QINT16, 2, TypedField.INT_VAL_OF_16_BITS),
  QUINT16(DataType.DT_QUINT16, 2, TypedField.INT_VAL_OF_16_UNSIGNED_BITS),
  QINT32(DataType.DT_QINT32, 4, TypedField.INT_VAL);

  private static final Map<DataType, ElementType> BY_DATA_TYPE =
      Stream.of(values()).collect(Collectors.toMap(type -> type.dataType, Function.identity()));

  private final DataType dataType;
  private final int bytes;
  private final TypedField field;
  private final Optional<Class<? extends TType>> tensorClass;

  ElementType(DataType dataType, int bytes, TypedField field) {
    this.dataType = dataType;
    this.bytes = bytes;
    this.field = field;
    this.tensorClass = Optional.empty();
  }

  ElementType(DataType dataType, int bytes, TypedField field, Class<? extends TType> tensorClass) {
    this.dataType = dataType;
    this.bytes = bytes;
    this.field = field;
    this.tensorClass = Optional.of(tensorClass);
  }

  static Optional<ElementType> of(DataType dataType) {
    return Optional.ofNullable(BY_DATA_TYPE.get(dataType));
  }

  static Optional<ElementType> of(Tensor tensor) {
    return of(DataType.forNumber(tensor.dataType().getNumber()));
  }

  /** Returns whether TensorFlow Java has no tensors of this type. */
  boolean isNative() {
    return tensorClass.isEmpty();
  }

  /** Returns a new tensor whose elements are not set. */
  Tensor allocate(Shape shape) {
    if (tensorClass.isPresent()) {
      return Tensor.of(tensorClass.get(), shape);
    }
    return NativeTensor.allocate(dataType.getNumber(), shape, shape.size() * bytes);
  }

  /** The width of one element in memory and in {@code tensor_content}. */
  int bytes() {
    return bytes;
  }

  int valueCount(TensorProto proto) {
    return field.count(proto);
  }

  /** Appends the {@code i}-th value of the typed field to {@code out}, as the tensor holds it. */
  void read(TensorProto proto, int i, ByteBuffer out) {
    field.read(proto, i, out);
  }

  /** Appends the next element of {@code in} to the typed field. */
  void write(ByteBuffer in, TensorProto.Builder proto) {
    field.write(in, proto);
  }
}
