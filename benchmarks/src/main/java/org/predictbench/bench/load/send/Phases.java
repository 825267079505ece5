package org.predictbench.bench.load.send;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.predictbench.bench.report.Numbers;

/**
 * Independent users whose number changes: a Poisson process, the rate of which climbs, falls or
 * holds, phase after phase.
 *
 * @param phases at least one
 */
public record Phases(List<Phase> phases) implements Arrivals {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:ramp\\s+(?<from>[\\d.]+)\\s*\\.\\.\\s*(?<to>[\\d.]+)\\s+in"
              + "|(?:hold|burst)\\s+(?<rate>[\\d.]+)\\s+for)"
              + "\\s+(?<amount>\\d+)\\s*(?<unit>ms|s|min)");

  /** So many in all, so that a slip of the pen does not fill the memory. */
  private static final double MOST = 1e8;

  private static final Duration MOST_TIME = Duration.ofDays(1);

  /**
   * A time in which the rate changes evenly.
   *
   * @param from requests a second at its beginning; may be 0
   * @param to requests a second at its end
   */
  public record Phase(double from, double to, Duration lasts) {
    double seconds() {
      return lasts.toNanos() / 1e9;
    }

    /** How many arrive, on average. */
    double count() {
      return (from + to) / 2 * seconds();
    }

    /** After how many seconds so many have arrived, on average. */
    double secondsUntil(double arrived) {
      double slope = (to - from) / seconds();
      // The root of a quadratic, in the form that also holds where the rate does not change.
      return 2 * arrived / (from + Math.sqrt(Math.max(0, from * from + 2 * slope * arrived)));
    }

    @Override
    public String toString() {
      String time = lasts.toMillisPart() == 0 ? lasts.toSeconds() + "s" : lasts.toMillis() + "ms";
      return from == to
          ? "hold %s for %s".formatted(Numbers.trimmed(from), time)
          : "ramp %s..%s in %s".formatted(Numbers.trimmed(from), Numbers.trimmed(to), time);
    }
  }

  public Phases {
    phases = List.copyOf(phases);
    double count = phases.stream().mapToDouble(Phase::count).sum();
    if (!(count >= 1 && count <= MOST)) {
      throw new IllegalArgumentException(
          "'%s' makes %s requests; from 1 to 100,000,000 are possible"
              .formatted(text(phases), Numbers.trimmed(count)));
    }
  }

  /** Whether a text is meant to be one. */
  public static boolean isMeant(String text) {
    return text.strip().matches("(?s)(ramp|hold|burst)\\b.*");
  }

  /**
   * Reads {@code ramp 50..400 in 60s; hold 400 for 10s; burst 800 for 5s}.
   *
   * @throws IllegalArgumentException with one line that says what would be right
   */
  public static Phases parse(String text) {
    List<Phase> phases = new ArrayList<>();
    for (String part : text.split(";", -1)) {
      Matcher matcher = FORM.matcher(part.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            ("'%s' is no phase of the form 'ramp 50..400 in 60s', 'hold 400 for 10s' or"
                    + " 'burst 800 for 5s'")
                .formatted(part.strip()));
      }
      boolean isRamp = matcher.group("from") != null;
      phases.add(
          new Phase(
              rate(part, matcher.group(isRamp ? "from" : "rate")),
              rate(part, matcher.group(isRamp ? "to" : "rate")),
              time(part, matcher)));
    }
    return new Phases(phases);
  }

  private static double rate(String part, String digits) {
    try {
      double rate = Double.parseDouble(digits);
      if (rate <= Arrivals.MOST_A_SECOND) {
        return rate;
      }
    } catch (NumberFormatException e) {
      // Two points, say.
    }
    throw new IllegalArgumentException(
        "'%s': %s is no rate in 0..10,000,000 a second".formatted(part.strip(), digits));
  }

  private static Duration time(String part, Matcher matcher) {
    String digits = matcher.group("amount");
    long amount = digits.length() > 9 ? Long.MAX_VALUE : Long.parseLong(digits);
    Duration lasts = digits.length() > 9 ? MOST_TIME : duration(amount, matcher.group("unit"));
    if (amount == 0 || lasts.compareTo(MOST_TIME) >= 0) {
      throw new IllegalArgumentException(
          "'%s': a phase lasts from 1 ms to a day".formatted(part.strip()));
    }
    return lasts;
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  /** Of all phases together. */
  public Duration duration() {
    return phases.stream().map(Phase::lasts).reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * As {@link Arrivals#schedule}; the phases have their own duration.
   *
   * @param duration of them all
   */
  @Override
  public Schedule schedule(Duration duration, long seed, Share share) {
    SplittableRandom random = Poisson.own(seed, share);
    LongStream.Builder offsets = LongStream.builder();
    // On a scale on which one arrives in each unit of time, whatever the rate is then.
    double next = Poisson.gap(random, share.of());
    double arrived = 0;
    long begins = 0;
    for (Phase phase : phases) {
      for (; next <= arrived + phase.count(); next += Poisson.gap(random, share.of())) {
        long after = (long) (phase.secondsUntil(next - arrived) * 1e9);
        offsets.add(begins + Math.min(after, phase.lasts().toNanos()));
      }
      arrived += phase.count();
      begins += phase.lasts().toNanos();
    }
    return new Schedule(offsets.build().toArray(), duration());
  }

  @Override
  public double rate() {
    double count = phases.stream().mapToDouble(Phase::count).sum();
    return count / (duration().toNanos() / 1e9);
  }

  /** The same phases, all rates changed by one factor. */
  @Override
  public Arrivals at(double newRate) {
    double factor = newRate / rate();
    return new Phases(
        phases.stream()
            .map(p -> new Phase(p.from() * factor, p.to() * factor, p.lasts()))
            .toList());
  }

  private static String text(List<Phase> phases) {
    return phases.stream().map(Phase::toString).collect(Collectors.joining("; "));
  }

  @Override
  public String toString() {
    return text(phases);
  }
}
