package org.predictbench.bench.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Maps values to a share of an axis, from 0 at its beginning to 1 at its end. Immutable. */
public final class Scale {
  private static final double[][] DIGITS = {{1}, {1, 3}, {1, 2, 5}};

  private static final int FEW = 3;

  /** For what a quotient of doubles is short of a whole number. */
  private static final double HAIR = 1e-9;

  private final double low;
  private final double high;
  private final boolean logarithmic;
  private final List<Double> given;

  private Scale(double low, double high, boolean logarithmic, List<Double> given) {
    this.low = low;
    this.high = high;
    this.logarithmic = logarithmic;
    this.given = List.copyOf(given);
  }

  /** From 0 to the largest value; to 1 if there is none above 0. */
  public static Scale fromZero(double... values) {
    double most = Arrays.stream(values).filter(Double::isFinite).max().orElse(1);
    return new Scale(0, most > 0 ? most : 1, false, List.of());
  }

  /** Logarithmic, with a little room on both sides; from 1 to 10 if no value is above 0. */
  public static Scale logarithmic(double... values) {
    double[] shown = Arrays.stream(values).filter(v -> Double.isFinite(v) && v > 0).toArray();
    double least = Arrays.stream(shown).min().orElse(1);
    double most = Arrays.stream(shown).max().orElse(10);
    double room = Math.max(1.04, Math.pow(most / least, 0.03));
    return new Scale(least / room, most * room, true, List.of());
  }

  /** Logarithmic, with these ends; values beyond them are drawn at the edge. */
  public static Scale logarithmicBetween(double low, double high) {
    return new Scale(low, high, true, List.of());
  }

  /** For things that are counted: 0 to {@code count} - 1, each in the middle of an equal part. */
  public static Scale category(int count) {
    List<Double> each = IntStream.range(0, count).mapToObj(i -> (double) i).toList();
    return new Scale(-0.5, Math.max(count, 1) - 0.5, false, each);
  }

  /** With these ticks, so far as they are within the scale. */
  public Scale withTicks(List<Double> ticks) {
    return new Scale(low, high, logarithmic, ticks);
  }

  /** Lengthened to the next tick, so that lines end below a grid line. */
  public Scale rounded(int most) {
    double step = step(most);
    return new Scale(low, Math.ceil(high / step - HAIR) * step, logarithmic, given);
  }

  /** False for what has no place on any such axis: NaN, infinity, 0 on a logarithmic one. */
  public boolean shows(double value) {
    return Double.isFinite(value) && (!logarithmic || value > 0);
  }

  /** Of a value that is shown; beyond the ends it is 0 or 1. */
  public double at(double value) {
    double share =
        logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    return Math.max(0, Math.min(1, share));
  }

  /** Round values in ascending order, {@code most} or a few less. */
  public List<Double> ticks(int most) {
    if (!given.isEmpty()) {
      return given.stream().filter(this::within).toList();
    }
    return logarithmic ? logarithmicTicks(most) : linearTicks(most);
  }

  private List<Double> linearTicks(int most) {
    double step = step(most);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - HAIR); i * step <= high * (1 + HAIR); i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** 1, 2 or 5 times a power of ten. */
  private double step(int most) {
    double least = (high - low) / most;
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least * (1 - HAIR)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /**
   * The most digits of each decade that are not too many, else every second decade, or third; in
   * less than a decade, where these are hardly any, as on a linear scale.
   */
  private List<Double> logarithmicTicks(int most) {
    List<Double> ticks = decades(1, DIGITS[0]);
    for (int every = 2; ticks.size() > most; every++) {
      ticks = decades(every, DIGITS[0]);
    }
    for (double[] digits : DIGITS) {
      List<Double> more = decades(1, digits);
      if (more.size() > ticks.size() && more.size() <= most) {
        ticks = more;
      }
    }
    return ticks.size() < FEW ? linearTicks(most) : ticks;
  }

  private List<Double> decades(int every, double... digits) {
    List<Double> ticks = new ArrayList<>();
    int first = (int) Math.floor(Math.log10(low));
    for (int power = Math.floorDiv(first, every) * every;
        power <= Math.log10(high);
        power += every) {
      for (double digit : digits) {
        // Not digit * 10^power, which for negative powers is no round number.
        double tick = power < 0 ? digit / Math.pow(10, -power) : digit * Math.pow(10, power);
        if (within(tick)) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  private boolean within(double tick) {
    return tick >= low - Math.abs(low) * HAIR && tick <= high + Math.abs(high) * HAIR;
  }
}
