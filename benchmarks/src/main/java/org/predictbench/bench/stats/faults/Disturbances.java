package org.predictbench.bench.stats.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.predictbench.bench.result.RoundConditions;

/**
 * What disturbed the rounds of a run.
 *
 * <p>Most of it is noted beside the verdict and makes no run INVALID: whether the figures suffered
 * is for the A/A control to say, which lives through the same rounds. Only a machine that becomes
 * another one in mid-run does.
 */
public final class Disturbances {
  /** In cores: an idle machine's daemons, kernel threads and the error of the ticks are below. */
  private static final double MOST_BY_OTHERS = 0.1;

  /** A machine with many cores has more daemons. */
  private static final double MOST_BY_OTHERS_A_CORE = 0.005;

  /** In cores, of each: what a hypervisor's own work takes is less. */
  private static final double MOST_STOLEN_A_CORE = 0.01;

  /** A share of the round; a throttled process waits for some ten milliseconds each time. */
  private static final double MOST_THROTTLED = 0.005;

  /** A clock that is slewed to the right time gains or loses 0.05 %. */
  private static final double MOST_DRIFT = 0.001;

  private static final double MOST_DRIFT_SECONDS = 0.5;

  private Disturbances() {}

  /** What is to be known beside the verdict, one line each; empty for a calm run. */
  public static List<String> notes(List<RoundConditions> rounds) {
    List<String> notes = new ArrayList<>();
    cores(rounds, Disturbances::byOthers)
        .ifPresent(
            cores -> notes.add("others used %s, beside this run's own processes".formatted(cores)));
    cores(rounds, Disturbances::stolen)
        .ifPresent(cores -> notes.add("the hypervisor gave %s to others".formatted(cores)));
    throttled(rounds).ifPresent(notes::add);
    rounds.forEach(round -> clocks(round).ifPresent(notes::add));
    return notes;
  }

  /** What makes a run INVALID, one line each. */
  public static List<String> problems(List<RoundConditions> rounds) {
    Map<String, TreeSet<Integer>> cpus = new LinkedHashMap<>();
    for (RoundConditions round : rounds) {
      round
          .cpus()
          .forEach(
              seen -> cpus.computeIfAbsent(seen, unused -> new TreeSet<>()).add(round.round()));
    }
    return cpus.size() <= 1
        ? List.of()
        : List.of(
            cpus.entrySet().stream()
                .map(seen -> "%s in %s".formatted(seen.getKey(), Rounds.named(seen.getValue())))
                .collect(
                    Collectors.joining(
                        "; ", "the CPU time that the run may use was changed in mid-run: ", "")));
  }

  private static OptionalDouble byOthers(RoundConditions round) {
    if (round.cpuSeconds() == null || round.ownCpuSeconds() == null) {
      return OptionalDouble.empty();
    }
    double used = (round.cpuSeconds() - round.ownCpuSeconds()) / round.seconds();
    return above(Math.max(MOST_BY_OTHERS, MOST_BY_OTHERS_A_CORE * round.cores()), used);
  }

  private static OptionalDouble stolen(RoundConditions round) {
    return round.stolenCpuSeconds() == null
        ? OptionalDouble.empty()
        : above(MOST_STOLEN_A_CORE * round.cores(), round.stolenCpuSeconds() / round.seconds());
  }

  private static OptionalDouble above(double most, double value) {
    return value > most ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** {@code up to 0.9 of 2 cores in rounds 3 to 5}. */
  private static Optional<String> cores(
      List<RoundConditions> rounds, Function<RoundConditions, OptionalDouble> used) {
    Map<Integer, Double> those = new LinkedHashMap<>();
    for (RoundConditions round : rounds) {
      used.apply(round).ifPresent(cores -> those.put(round.round(), cores));
    }
    return those.values().stream()
        .max(Double::compare)
        .map(
            most ->
                String.format(
                    Locale.ROOT,
                    "%s%.2f of %d cores in %s",
                    those.size() == 1 ? "" : "up to ",
                    most,
                    rounds.get(0).cores(),
                    Rounds.named(those.keySet())));
  }

  private static Optional<String> throttled(List<RoundConditions> rounds) {
    TreeSet<Integer> those = new TreeSet<>();
    double seconds = 0;
    long times = 0;
    for (RoundConditions round : rounds) {
      if (round.throttles() != null
          && round.throttledSeconds() != null
          && round.throttles() > 0
          && round.throttledSeconds() > MOST_THROTTLED * round.seconds()) {
        those.add(round.round());
        seconds += round.throttledSeconds();
        times += round.throttles();
      }
    }
    return those.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the control group's CPU limit held this run up %d times, for %.1f s together, in %s",
                times,
                seconds,
                Rounds.named(those)));
  }

  private static Optional<String> clocks(RoundConditions round) {
    double tolerated = MOST_DRIFT_SECONDS + MOST_DRIFT * round.clockSeconds();
    double suspended = round.bootSeconds() == null ? 0 : round.bootSeconds() - round.clockSeconds();
    if (suspended > tolerated) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "the machine was suspended for %.1f s in or before round %d",
              suspended,
              round.round()));
    }
    double jump = round.wallSeconds() - round.clockSeconds();
    return Math.abs(jump) > tolerated
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "the wall clock jumped by %+.1f s in or before round %d: it was set, or the machine"
                    + " was suspended; times are by another clock",
                jump,
                round.round()))
        : Optional.empty();
  }
}
