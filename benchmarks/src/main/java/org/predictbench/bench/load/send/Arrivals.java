package org.predictbench.bench.load.send;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** In what pattern requests arrive, whatever became of the ones before: an open loop. */
public sealed interface Arrivals
    permits Arrivals.Poisson, Arrivals.Uniform, Arrivals.Replay, Phases {
  /** More is beyond any one generator, and a slip of the pen. */
  double MOST_A_SECOND = 1e7;

  /**
   * Fixes every arrival of a load. The same arguments give the same schedule.
   *
   * @param share the part of it that this generator sends; the parts of several generators make up
   *     the whole pattern
   */
  Schedule schedule(Duration duration, long seed, Share share);

  /** Requests a second on average, all generators together. */
  double rate();

  /** The same pattern at another rate. */
  Arrivals at(double newRate);

  /**
   * Independent users: gaps are exponential, so that bursts and lulls come as they do in
   * production. The share of each generator is a Poisson process of its own; their sum is one of
   * the full rate.
   */
  record Poisson(double rate) implements Arrivals {
    public Poisson {
      requireRate(rate);
    }

    @Override
    public Schedule schedule(Duration duration, long seed, Share share) {
      SplittableRandom own = own(seed, share);
      double meanGap = 1e9 / rate * share.of();
      double end = duration.toNanos();
      LongStream.Builder offsets = LongStream.builder();
      // 1 - u is never 0, whose logarithm would end the schedule at once.
      for (double at = gap(own, meanGap); at <= end; at += gap(own, meanGap)) {
        offsets.add((long) at);
      }
      return new Schedule(offsets.build().toArray(), duration);
    }

    /** Each generator's own. */
    static SplittableRandom own(long seed, Share share) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < share.index(); i++) {
        random.split();
      }
      return random.split();
    }

    static double gap(SplittableRandom random, double mean) {
      return -mean * Math.log(1 - random.nextDouble());
    }

    @Override
    public Arrivals at(double newRate) {
      return new Poisson(newRate);
    }

    @Override
    public String toString() {
      return "poisson, " + perSecond(rate);
    }
  }

  /** A metronome: equal gaps, so that whatever varies is not the arrivals. */
  record Uniform(double rate) implements Arrivals {
    public Uniform {
      requireRate(rate);
    }

    @Override
    public Schedule schedule(Duration duration, long seed, Share share) {
      int count = (int) Math.floor(rate * duration.toNanos() / 1e9 + 1e-9);
      long[] offsets = new long[count];
      for (int i = 0; i < count; i++) {
        offsets[i] = Math.round(i * 1e9 / rate);
      }
      return new Schedule(offsets, duration).dealt(share);
    }

    @Override
    public Arrivals at(double newRate) {
      return new Uniform(newRate);
    }

    @Override
    public String toString() {
      return "uniform, " + perSecond(rate);
    }
  }

  /**
   * What was recorded elsewhere, as far as it fits the duration.
   *
   * @param offsetsNanos ascending, the first is 0
   */
  record Replay(long[] offsetsNanos) implements Arrivals {
    public Replay {
      if (offsetsNanos.length < 2 || offsetsNanos[offsetsNanos.length - 1] == 0) {
        throw new IllegalArgumentException("a replay needs two arrivals at different times");
      }
    }

    @Override
    public Schedule schedule(Duration duration, long seed, Share share) {
      long end = duration.toNanos();
      long[] within = Arrays.stream(offsetsNanos).takeWhile(offset -> offset <= end).toArray();
      return new Schedule(within, duration).dealt(share);
    }

    @Override
    public double rate() {
      return (offsetsNanos.length - 1) * 1e9 / offsetsNanos[offsetsNanos.length - 1];
    }

    /** The same arrivals, drawn out or pressed together. */
    @Override
    public Arrivals at(double newRate) {
      double factor = rate() / newRate;
      return new Replay(
          Arrays.stream(offsetsNanos).map(offset -> Math.round(offset * factor)).toArray());
    }

    @Override
    public String toString() {
      return "replay of %d arrivals, %s".formatted(offsetsNanos.length, perSecond(rate()));
    }
  }

  private static void requireRate(double rate) {
    // Negated so that NaN, too, is refused.
    if (!(rate > 0 && rate <= MOST_A_SECOND)) {
      throw new IllegalArgumentException(
          "rate %s is not in 0..10,000,000 a second".formatted(rate));
    }
  }

  private static String perSecond(double rate) {
    return String.format(Locale.ROOT, "%.6g/s", rate).replaceFirst("\\.?0+/", "/");
  }
}
