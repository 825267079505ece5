package org.predictbench.modelserver.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Finite numbers in the form of C's {@code %g}, which the C++ server's texts are made with. */
public final class Decimals {
  private static final int SHORT = 6;
  private static final int FLOAT_DIGITS = 9;
  private static final int DOUBLE_DIGITS = 17;
  private static final int LOWEST_PLAIN_EXPONENT = -4;

  private Decimals() {}

  /** Six significant digits, or as many as bring back the same float. */
  public static String of(float value) {
    String text = general(value, SHORT);
    return Float.parseFloat(text) == value ? text : general(value, FLOAT_DIGITS);
  }

  /** Six significant digits, or as many as bring back the same double. */
  public static String of(double value) {
    String text = general(value, SHORT);
    return Double.parseDouble(text) == value ? text : general(value, DOUBLE_DIGITS);
  }

  /** Six significant digits. */
  public static String sixDigits(double value) {
    return general(value, SHORT);
  }

  /** {@code %.<digits>g}. */
  private static String general(double value, int digits) {
    if (value == 0) {
      return Math.copySign(1, value) < 0 ? "-0" : "0";
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= LOWEST_PLAIN_EXPONENT && exponent < digits) {
      BigDecimal plain = rounded.stripTrailingZeros();
      return plain.setScale(Math.max(0, plain.scale())).toPlainString();
    }
    BigDecimal mantissa = rounded.movePointLeft(exponent).stripTrailingZeros();
    return mantissa.setScale(Math.max(0, mantissa.scale())).toPlainString()
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
