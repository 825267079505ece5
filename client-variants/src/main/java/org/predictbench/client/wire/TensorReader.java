package org.predictbench.client.wire;

/**
 * Reads one TensorProto in place, in two passes: the first finds the type and counts the elements,
 * the second fills an array of just that size. Elements lie in {@code tensor_content} or in the
 * typed field, packed or not, in any order among the other fields.
 */
final class TensorReader {
  private static final int DTYPE = 1;
  private static final int TENSOR_CONTENT = 4;
  private static final int FLOAT_VAL = 5;
  private static final int INT64_VAL = 10;
  private static final int VARINT = 0;
  private static final int DELIMITED = 2;
  private static final int FIXED32 = 5;

  static final int DT_FLOAT = 1;
  static final int DT_INT64 = 9;

  private final WireReader in;
  private final int start;
  private final int length;
  private long type;
  private int floatCount;
  private int longCount;
  private int contentStart;
  private int contentLength;

  TensorReader(WireReader in, int start, int length) {
    this.in = in;
    this.start = start;
    this.length = length;
    in.seek(start, length);
    while (in.hasRemaining()) {
      scan(in.tag());
    }
  }

  /** The DataType's number. */
  long type() {
    return type;
  }

  private void scan(int tag) {
    switch (tag) {
      case DTYPE << 3 | VARINT -> type = in.varint();
      case TENSOR_CONTENT << 3 | DELIMITED -> {
        contentLength = in.length();
        contentStart = in.position();
        in.skipBytes(contentLength);
      }
      case FLOAT_VAL << 3 | DELIMITED -> {
        int bytes = in.length();
        if (bytes % Float.BYTES != 0) {
          throw new WireReader.Malformed("packed floats of %d bytes".formatted(bytes));
        }
        floatCount += bytes / Float.BYTES;
        in.skipBytes(bytes);
      }
      case INT64_VAL << 3 | DELIMITED -> {
        int bytes = in.length();
        longCount += in.varintsIn(bytes);
        in.skipBytes(bytes);
      }
      case FLOAT_VAL << 3 | FIXED32 -> {
        floatCount++;
        in.skip(tag);
      }
      case INT64_VAL << 3 | VARINT -> {
        longCount++;
        in.skip(tag);
      }
      default -> in.skip(tag);
    }
  }

  float[] floats() {
    if (contentLength > 0) {
      in.seek(contentStart, contentLength);
      float[] values = new float[contentLength / Float.BYTES];
      in.floats(values, 0, values.length);
      return values;
    }
    float[] values = new float[floatCount];
    int read = 0;
    in.seek(start, length);
    while (in.hasRemaining()) {
      int tag = in.tag();
      switch (tag) {
        case FLOAT_VAL << 3 | DELIMITED -> {
          int packed = in.length() / Float.BYTES;
          in.floats(values, read, packed);
          read += packed;
        }
        case FLOAT_VAL << 3 | FIXED32 -> values[read++] = in.fixed32();
        default -> in.skip(tag);
      }
    }
    return values;
  }

  long[] longs() {
    if (contentLength > 0) {
      in.seek(contentStart, contentLength);
      long[] values = new long[contentLength / Long.BYTES];
      for (int i = 0; i < values.length; i++) {
        values[i] = in.fixed64();
      }
      return values;
    }
    long[] values = new long[longCount];
    int read = 0;
    in.seek(start, length);
    while (in.hasRemaining()) {
      int tag = in.tag();
      switch (tag) {
        case INT64_VAL << 3 | DELIMITED -> {
          int packed = in.length();
          int end = in.position() + packed;
          while (in.position() < end) {
            values[read++] = in.varint();
          }
          if (in.position() > end) {
            throw new WireReader.Malformed("a varint reaches beyond its field");
          }
        }
        case INT64_VAL << 3 | VARINT -> values[read++] = in.varint();
        default -> in.skip(tag);
      }
    }
    return values;
  }
}
