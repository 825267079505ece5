package org.predictbench.modelserver.rest;

import com.fasterxml.jackson.core.io.NumberInput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Reads the numbers of a JSON text: an integer if it is written as one and fits 64 bits, with a
 * sign or without, and a double otherwise. Not thread-safe.
 */
final class JsonNumbers {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Integers up to here, and powers of ten up to that, are exact as doubles. */
  private static final long MAX_EXACT = 1L << 53;

  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final int MAX_EXPONENT = 308;

  /** Beyond it an exponent's value no longer matters. */
  private static final int EXPONENT_CAP = 1_000_000;

  private final JsonInput in;

  /** The digits so far as an unsigned integer; meaningless once they are beyond 64 bits. */
  private long digits;

  private boolean fits;

  JsonNumbers(JsonInput in) {
    this.in = in;
  }

  JsonNode node() {
    int start = in.position();
    boolean minus = in.skip('-');
    if (in.peek() == 'N' || in.peek() == 'I') {
      return NODES.numberNode(nonFinite(minus));
    }
    if (!in.isDigit()) {
      throw in.error("Invalid value.");
    }
    integer(minus);
    if (fits && in.peek() != '.' && (in.peek() | ' ') != 'e') {
      return integerNode(minus);
    }
    double magnitude = decimal(start, minus ? start + 1 : start);
    return NODES.numberNode(minus ? -magnitude : magnitude);
  }

  private double nonFinite(boolean minus) {
    if (in.peek() == 'N') {
      in.expect("NaN");
      return Double.NaN;
    }
    in.expect("Inf");
    if (in.peek() == 'i') {
      in.expect("inity");
    }
    return minus ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /** Takes the digits before a point or an exponent. */
  private void integer(boolean minus) {
    digits = 0;
    fits = true;
    if (in.skip('0')) {
      return;
    }
    long max = minus ? Long.MIN_VALUE : -1; // as unsigned: 2^63 and 2^64 - 1
    long maxTenth = Long.divideUnsigned(max, 10);
    long maxLast = Long.remainderUnsigned(max, 10);
    while (in.isDigit()) {
      int digit = in.peek() - '0';
      int order = Long.compareUnsigned(digits, maxTenth);
      fits = fits && (order < 0 || (order == 0 && digit <= maxLast));
      digits = digits * 10 + digit;
      in.next();
    }
  }

  private JsonNode integerNode(boolean minus) {
    if (!minus && digits < 0) {
      return NODES.numberNode(new BigInteger(Long.toUnsignedString(digits)));
    }
    long value = minus ? -digits : digits;
    return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
  }

  /** Takes a fraction and an exponent, and returns the value of all. */
  private double decimal(int start, int firstDigit) {
    boolean exact = fits && digits >= 0 && digits <= MAX_EXACT;
    int scale = 0;
    if (in.skip('.')) {
      requireDigit("Miss fraction part in number.");
      while (in.isDigit()) {
        exact = exact && digits < MAX_EXACT / 10;
        digits = digits * 10 + in.peek() - '0';
        scale++;
        in.next();
      }
    }
    int exponent = exponent(start, scale) - scale;
    if (exact && Math.abs(exponent) < POWERS_OF_TEN.length) {
      return exponent < 0 ? digits / POWERS_OF_TEN[-exponent] : digits * POWERS_OF_TEN[exponent];
    }
    String text =
        new String(in.text(), firstDigit, in.position() - firstDigit, StandardCharsets.US_ASCII);
    double value = NumberInput.parseDouble(text, true);
    if (Double.isInfinite(value)) {
      throw tooBig(start);
    }
    return value;
  }

  private int exponent(int start, int scale) {
    if (!in.skip('e') && !in.skip('E')) {
      return 0;
    }
    boolean minus = in.skip('-');
    if (!minus) {
      var unused = in.skip('+');
    }
    requireDigit("Miss exponent in number.");
    int exponent = 0;
    while (in.isDigit()) {
      exponent = Math.min(exponent * 10 + in.peek() - '0', EXPONENT_CAP);
      in.next();
      if (!minus && exponent > MAX_EXPONENT + scale) {
        throw tooBig(start);
      }
    }
    return minus ? -exponent : exponent;
  }

  private RuntimeException tooBig(int start) {
    return in.error("Number too big to be stored in double.", start);
  }

  private void requireDigit(String otherwise) {
    if (!in.isDigit()) {
      throw in.error(otherwise);
    }
  }
}
