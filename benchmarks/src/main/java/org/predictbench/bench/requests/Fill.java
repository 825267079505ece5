package org.predictbench.bench.requests;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.DType;

/** What made-up elements are: {@code int:0..100}, {@code float:0..1}, {@code const:7}, … */
sealed interface Fill {
  /** What can be typed. */
  String FORMS = "int:0..100, float:0..1, const:7, string:TEXT, zeros or random";

  /**
   * Adds one element.
   *
   * @throws IllegalArgumentException if the type has no such element
   */
  void add(ElementSink sink, SplittableRandom random);

  /**
   * Checks the values that might be drawn, not only those that are.
   *
   * @throws IllegalArgumentException if the type has no such element
   */
  default void requireFitting(DType dtype) {}

  /** Whole numbers, both ends included. */
  record Whole(long from, long to) implements Fill {
    @Override
    public void requireFitting(DType dtype) {
      ElementSink ends = new ElementSink(dtype, new MemoryBound());
      ends.add(from);
      ends.add(to);
    }

    @Override
    public void add(ElementSink sink, SplittableRandom random) {
      // One beyond the last may pass a long.
      long value =
          to < Long.MAX_VALUE
              ? random.nextLong(from, to + 1)
              : from > Long.MIN_VALUE ? random.nextLong(from - 1, to) + 1 : random.nextLong();
      sink.add(value);
    }
  }

  /** Numbers from the first up to the last. */
  record Floating(double from, double to) implements Fill {
    @Override
    public void add(ElementSink sink, SplittableRandom random) {
      sink.add(from + random.nextDouble() * (to - from));
    }
  }

  /** The same whole number each time, one that a long may not hold. */
  record Large(BigInteger value) implements Fill {
    @Override
    public void add(ElementSink sink, SplittableRandom random) {
      sink.add(value);
    }
  }

  /** The same string each time. */
  record Text(String value) implements Fill {
    @Override
    public void add(ElementSink sink, SplittableRandom random) {
      sink.add(value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The same truth value each time. */
  record Truth(boolean value) implements Fill {
    @Override
    public void add(ElementSink sink, SplittableRandom random) {
      sink.add(value);
    }
  }

  /** True or false. */
  record Coin() implements Fill {
    @Override
    public void add(ElementSink sink, SplittableRandom random) {
      sink.add(random.nextBoolean());
    }
  }

  /**
   * Reads what a user typed.
   *
   * @throws InputException in one line, if it is none of {@link #FORMS} or not for that type
   */
  static Fill parse(String text, DType dtype) {
    int colon = text.indexOf(':');
    String kind = kind(text);
    String value = colon < 0 ? "" : text.substring(colon + 1);
    boolean isNumber = dtype != DType.STRING && dtype != DType.BOOL;
    try {
      return switch (kind) {
        case "int" -> isNumber ? whole(value, text) : refuse(text, dtype);
        case "float" ->
            isNumber && !dtype.isInteger() ? floating(value, text) : refuse(text, dtype);
        case "string" -> dtype == DType.STRING && colon > 0 ? new Text(value) : refuse(text, dtype);
        case "const" -> constant(value, text, dtype);
        case "zeros" -> dtype == DType.STRING ? refuse(text, dtype) : zeros(dtype);
        case "random" -> random(dtype, text);
        default -> refuse(text, dtype);
      };
    } catch (NumberFormatException e) {
      throw new InputException("'%s' holds no number; known: %s".formatted(text, FORMS), e);
    }
  }

  /** What is taken if nothing is said: random numbers from 0 to 1, and random truth values. */
  static Fill random(DType dtype, String text) {
    if (dtype == DType.BOOL) {
      return new Coin();
    }
    return dtype == DType.STRING || dtype.isInteger() ? refuse(text, dtype) : new Floating(0, 1);
  }

  /** Whether a type has elements that any model takes. */
  static boolean isNeeded(DType dtype) {
    return dtype == DType.STRING || dtype.isInteger();
  }

  private static Fill zeros(DType dtype) {
    return dtype == DType.BOOL ? new Truth(false) : new Whole(0, 0);
  }

  private static Fill constant(String value, String text, DType dtype) {
    if (dtype == DType.STRING) {
      return new Text(value);
    }
    if (dtype == DType.BOOL) {
      return value.equals("true") || value.equals("false")
          ? new Truth(value.equals("true"))
          : refuse(text, dtype);
    }
    BigDecimal number = decimal(value);
    if (!dtype.isInteger()) {
      return new Floating(number.doubleValue(), number.doubleValue());
    }
    if (number.stripTrailingZeros().scale() > 0) {
      return refuse(text, dtype);
    }
    BigInteger whole = number.toBigIntegerExact();
    return whole.bitLength() < Long.SIZE
        ? new Whole(whole.longValue(), whole.longValue())
        : new Large(whole);
  }

  private static Fill whole(String range, String text) {
    String[] ends = ends(range, text);
    BigInteger from = new BigInteger(ends[0]);
    BigInteger to = new BigInteger(ends[1]);
    if (from.bitLength() >= Long.SIZE || to.bitLength() >= Long.SIZE || from.compareTo(to) > 0) {
      throw new InputException("'%s' is no range from a smaller to a larger int64".formatted(text));
    }
    return new Whole(from.longValue(), to.longValue());
  }

  private static Fill floating(String range, String text) {
    String[] ends = ends(range, text);
    double from = decimal(ends[0]).doubleValue();
    double to = decimal(ends[1]).doubleValue();
    if (!Double.isFinite(to - from) || from > to) {
      throw new InputException(
          "'%s' is no range from a smaller to a larger number".formatted(text));
    }
    return new Floating(from, to);
  }

  private static BigDecimal decimal(String text) {
    BigDecimal value = new BigDecimal(text);
    // 1e999999999 as an integer would take all memory.
    if (Math.abs((long) value.scale()) > 400 || value.precision() > 400) {
      throw new NumberFormatException(text);
    }
    return value;
  }

  private static String kind(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text : text.substring(0, colon);
  }

  private static String[] ends(String range, String text) {
    int dots = range.indexOf("..");
    if (dots <= 0 || dots + 2 == range.length()) {
      throw new InputException(
          "'%s' has no range such as %s:0..1; known: %s".formatted(text, kind(text), FORMS));
    }
    return new String[] {range.substring(0, dots), range.substring(dots + 2)};
  }

  private static Fill refuse(String text, DType dtype) {
    throw new InputException("'%s' makes no %s; known: %s".formatted(text, dtype.id(), FORMS));
  }
}
