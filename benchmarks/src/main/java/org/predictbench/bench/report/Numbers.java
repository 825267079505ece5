package org.predictbench.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.predictbench.bench.stats.Estimate;

/** Numbers as people read them: three or so significant digits, a dash for what is not known. */
public final class Numbers {
  public static final String UNKNOWN = "–";

  private Numbers() {}

  /** Microseconds, in the unit in which they are easy to read. */
  public static String time(double micros) {
    if (Double.isNaN(micros)) {
      return UNKNOWN;
    }
    double size = Math.abs(micros);
    if (size >= 1e6) {
      return significant(micros / 1e6) + " s";
    }
    return size >= 1e3 ? significant(micros / 1e3) + " ms" : significant(micros) + " µs";
  }

  /** As {@link #time}, without zeros that say nothing: for the ticks of an axis. */
  public static String tick(double micros) {
    return withoutZeros(time(micros));
  }

  /** As {@link #bytes}, likewise. */
  public static String tickBytes(double bytes) {
    return withoutZeros(bytes(bytes));
  }

  private static String withoutZeros(String number) {
    return number.replaceFirst("(\\.\\d*?)0+(?= )", "$1").replace(". ", " ");
  }

  /** At most four digits behind the point, and no zeros at their end. */
  public static String trimmed(double value) {
    return String.format(Locale.ROOT, "%.4f", value).replaceFirst("\\.?0+$", "");
  }

  static String time(Estimate micros) {
    return time(micros.value()) + interval(time(micros.low()), time(micros.high()));
  }

  static String ratio(Estimate ratio) {
    return ratio(ratio.value()) + interval(ratio(ratio.low()), ratio(ratio.high()));
  }

  static String ratio(double ratio) {
    return Double.isNaN(ratio) ? UNKNOWN : String.format(Locale.ROOT, "%.3f", ratio);
  }

  /** Bytes, in the unit in which they are easy to read. */
  public static String bytes(double bytes) {
    if (Double.isNaN(bytes)) {
      return UNKNOWN;
    }
    if (bytes >= 1 << 20) {
      return significant(bytes / (1 << 20)) + " MiB";
    }
    return bytes >= 1 << 10 ? significant(bytes / (1 << 10)) + " KiB" : significant(bytes) + " B";
  }

  /** Three significant digits and no more zeros than that, whatever the size: for running text. */
  public static String three(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(3, RoundingMode.HALF_UP));
    // With the zeros that belong to the three, and none behind them.
    int scale = 2 - (rounded.precision() - rounded.scale() - 1);
    return rounded.setScale(Math.max(0, scale), RoundingMode.HALF_UP).toPlainString();
  }

  /** A share as a percentage of two digits, such as {@code 3.1 %}. */
  public static String percent(double share) {
    double percent = 100 * share;
    return String.format(Locale.ROOT, percent >= 9.95 ? "%.0f %%" : "%.1f %%", percent);
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String interval(String low, String high) {
    return low.equals(UNKNOWN) || high.equals(UNKNOWN) ? "" : " [" + low + ", " + high + "]";
  }

  private static String significant(double value) {
    double size = Math.abs(value);
    String format = size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
