package org.predictbench.client;

import java.util.Locale;

/** Element types of tensors that travel to and from TensorFlow Serving. */
public enum DType {
  FLOAT(1, 4),
  DOUBLE(2, 8),
  INT32(3, 4),
  UINT8(4, 1),
  INT16(5, 2),
  INT8(6, 1),
  STRING(7, 0),
  /** Two floats an element: the real part, then the imaginary one. */
  COMPLEX64(8, 8),
  INT64(9, 8),
  BOOL(10, 1),
  QINT8(11, 1),
  QUINT8(12, 1),
  QINT32(13, 4),
  BFLOAT16(14, 2),
  QINT16(15, 2),
  QUINT16(16, 2),
  UINT16(17, 2),
  /** Two doubles an element: the real part, then the imaginary one. */
  COMPLEX128(18, 16),
  HALF(19, 2),
  UINT32(22, 4),
  UINT64(23, 8);

  private static final DType[] BY_NUMBER = byNumber();

  private final int number;
  private final int bytes;

  DType(int number, int bytes) {
    this.number = number;
    this.bytes = bytes;
  }

  private static DType[] byNumber() {
    DType[] table = new DType[32];
    for (DType type : values()) {
      table[type.number] = type;
    }
    return table;
  }

  /** The number in TensorFlow's {@code types.proto}. */
  public int number() {
    return number;
  }

  /** Size of an element in bytes; 0 for strings, whose elements differ. */
  public int bytes() {
    return bytes;
  }

  /**
   * The type of that number in {@code types.proto}.
   *
   * @throws IllegalArgumentException if tensors of it do not travel, or it is unknown
   */
  public static DType of(int number) {
    DType type = number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    if (type == null) {
      throw new IllegalArgumentException("no tensors of type number " + number + " travel");
    }
    return type;
  }

  /** The name that users type, such as {@code int64}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether elements are whole numbers. */
  public boolean isInteger() {
    return switch (this) {
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> true;
      case QINT8, QUINT8, QINT16, QUINT16, QINT32 -> true;
      default -> false;
    };
  }

  /** Whether the sign of an integer is part of it. */
  boolean isSigned() {
    return switch (this) {
      case INT8, INT16, INT32, INT64, QINT8, QINT16, QINT32 -> true;
      default -> false;
    };
  }
}
