package org.predictbench.bench.requests;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.DType;

/**
 * What an array's file says before its elements: a Python dictionary of three keys.
 *
 * @param length of the header itself, magic number included, in bytes
 * @param descr NumPy's own name of the type, such as {@code <f4}
 */
record NpyHeader(
    int length, String descr, DType dtype, int itemSize, boolean isFortran, long[] shape) {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** As NumPy itself: longer ones are for structured types alone. */
  private static final int LONGEST = 10_000;

  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L,\\s]*)\\)");
  private static final Pattern TYPE = Pattern.compile("([<>|=]?)([a-zA-Z])([0-9]{0,8})");

  static NpyHeader read(InputStream in) throws IOException {
    byte[] prefix = in.readNBytes(MAGIC.length + 2);
    if (prefix.length < MAGIC.length + 2
        || !Arrays.equals(prefix, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new InputException("is no array of NumPy's format");
    }
    int version = prefix[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new InputException("is of format version %d; 1 to 3 are known".formatted(version));
    }
    int width = version == 1 ? 2 : 4;
    ByteBuffer length = ByteBuffer.wrap(whole(in, width)).order(ByteOrder.LITTLE_ENDIAN);
    long size =
        width == 2
            ? Short.toUnsignedLong(length.getShort())
            : Integer.toUnsignedLong(length.getInt());
    if (size > LONGEST) {
      throw new InputException("has a header of %d bytes".formatted(size));
    }
    String text = new String(whole(in, (int) size), StandardCharsets.UTF_8);
    return of(prefix.length + width + (int) size, text);
  }

  private static byte[] whole(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("ends within a header");
    }
    return bytes;
  }

  private static NpyHeader of(int length, String text) {
    String descr = find(DESCR, text);
    Matcher type = TYPE.matcher(descr);
    if (!type.matches()) {
      throw new InputException("has elements of type '%s'".formatted(descr));
    }
    char kind = type.group(2).charAt(0);
    int size = type.group(3).isEmpty() ? 0 : Integer.parseInt(type.group(3));
    return new NpyHeader(
        length,
        descr,
        dtype(kind, size, descr),
        kind == 'U' ? Math.multiplyExact(Integer.BYTES, size) : size,
        find(ORDER, text).equals("True"),
        shape(find(SHAPE, text)));
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new InputException(
          "has a header without a plain type, order or shape: "
              + text.strip()
                  .replaceAll("\\p{Cntrl}", " ")
                  .substring(0, Math.min(80, text.strip().length())));
    }
    return matcher.group(1);
  }

  private static long[] shape(String text) {
    try {
      return Arrays.stream(text.replace("L", "").split(","))
          .map(String::strip)
          .filter(size -> !size.isEmpty())
          .mapToLong(Long::parseLong)
          .toArray();
    } catch (NumberFormatException e) {
      throw new InputException("has the shape (%s)".formatted(text.strip()), e);
    }
  }

  private static DType dtype(char kind, int size, String descr) {
    return switch (kind + Integer.toString(kind == 'S' || kind == 'U' ? 0 : size)) {
      case "b1" -> DType.BOOL;
      case "i1" -> DType.INT8;
      case "i2" -> DType.INT16;
      case "i4" -> DType.INT32;
      case "i8" -> DType.INT64;
      case "u1" -> DType.UINT8;
      case "u2" -> DType.UINT16;
      case "u4" -> DType.UINT32;
      case "u8" -> DType.UINT64;
      case "f2" -> DType.HALF;
      case "f4" -> DType.FLOAT;
      case "f8" -> DType.DOUBLE;
      case "c8" -> DType.COMPLEX64;
      case "c16" -> DType.COMPLEX128;
      case "S0", "U0" -> DType.STRING;
      default ->
          throw new InputException(
              kind == 'O'
                  ? "holds Python objects, which would have to be run to be read: save strings"
                      + " with astype('S'), numbers with their own type"
                  : "has elements of type '%s', which no tensor has".formatted(descr));
    };
  }

  boolean isUnicode() {
    return dtype == DType.STRING && descr.contains("U");
  }

  boolean isBigEndian() {
    return descr.startsWith(">") && unit() > 1;
  }

  /** How many bytes belong together in one byte order. */
  int unit() {
    return switch (dtype) {
      case COMPLEX64, COMPLEX128 -> itemSize / 2;
      case STRING -> isUnicode() ? Integer.BYTES : 1;
      default -> itemSize;
    };
  }
}
