package org.predictbench.bench.requests;

import java.util.Locale;

/** Sizes in decimal units, as a request set's summary shows them. */
final class Sizes {
  private static final String[] UNITS = {"B", "KB", "MB", "GB"};
  private static final double STEP = 1000;

  private Sizes() {}

  /** Two digits or more: {@code 512 B}, {@code 1.5 KB}, {@code 602 KB}. */
  static String of(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= STEP - 0.5 && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    String form = unit == 0 || value >= 9.95 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, form, value, UNITS[unit]);
  }
}
