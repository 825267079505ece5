package org.predictbench.bench.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.predictbench.bench.stats.DetectableDifference;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.PairedRatio;
import org.predictbench.bench.stats.Selection;
import org.predictbench.bench.stats.Verdict;

/**
 * What the rounds showed: of each finalist what it is worth, and which of them cannot be told from
 * the best.
 *
 * @param finalists today's setting first, if it kept the objective, then the others, the best first
 * @param recommended of those that cannot be told from the best the one that changes least; empty
 *     if nothing can be said, or not yet
 */
public record Finding(
    Goal goal, List<Finalist> finalists, Optional<Finalist> recommended, Verdict verdict) {
  /** Wider than that, the control shows that the machine is too noisy to choose on. */
  private static final double MOST_CONTROL_HALF_WIDTH = 0.1;

  /** Fewer say too little of how much is chance. */
  private static final int LEAST_ROUNDS = 3;

  /**
   * A setting that was compared.
   *
   * @param value in the goal's unit, with its interval over rounds
   * @param ratio its value over today's, with the interval of paired rounds
   * @param detectable the smallest difference from today's that could have been shown, a share
   * @param isAmongBest whether it cannot be told from the best
   * @param changes knobs that stand otherwise than today
   * @param missed rounds in which the objective was not kept
   * @param reason the first of those
   */
  public record Finalist(
      Setting setting,
      Estimate value,
      Estimate ratio,
      double detectable,
      boolean isAmongBest,
      int changes,
      int missed,
      Optional<String> reason) {}

  /** From all measurements of a run, in the order in which they were made. */
  public static Finding of(Space space, Goal goal, List<Measurement> measurements) {
    return new Rounds(space, goal, measurements).finding();
  }

  /** The measurements that were made in rounds. */
  private static final class Rounds {
    private final Space space;
    private final Goal goal;
    private final Map<String, Setting> known = new LinkedHashMap<>();
    // Of each setting, by round.
    private final Map<String, TreeMap<Integer, Measurement>> bySetting = new LinkedHashMap<>();
    private final TreeMap<Integer, Measurement> control = new TreeMap<>();
    private int planned;

    Rounds(Space space, Goal goal, List<Measurement> measurements) {
      this.space = space;
      this.goal = goal;
      space.settings().forEach(setting -> known.put(setting.name(), setting));
      for (Measurement each : measurements) {
        if (each.round().isPresent()) {
          planned = each.rounds();
          (each.control()
                  ? control
                  : bySetting.computeIfAbsent(each.setting(), any -> new TreeMap<>()))
              .put(each.round().getAsInt(), each);
        }
      }
    }

    Finding finding() {
      // One that missed the objective once is none to deploy.
      Map<String, Map<Integer, Double>> kept = new LinkedHashMap<>();
      bySetting.forEach(
          (name, all) -> {
            if (all.values().stream().allMatch(Measurement::kept)) {
              kept.put(name, merits(all));
            }
          });
      Set<String> amongBest = Selection.ofBest(kept);
      List<Finalist> finalists = new ArrayList<>();
      bySetting.forEach(
          (name, all) -> finalists.add(finalist(known.get(name), all, amongBest.contains(name))));
      finalists.sort(
          Comparator.comparing((Finalist f) -> !f.setting().equals(space.today()))
              .thenComparing(f -> f.missed() > 0)
              .thenComparingDouble(f -> -merit(f)));
      Verdict verdict = verdict();
      return new Finding(
          goal,
          List.copyOf(finalists),
          verdict.state() == Verdict.State.INCOMPLETE ? Optional.empty() : recommended(finalists),
          verdict);
    }

    private Optional<Finalist> recommended(List<Finalist> finalists) {
      return finalists.stream()
          .filter(Finalist::isAmongBest)
          .min(Comparator.comparingInt(Finalist::changes).thenComparingDouble(f -> -merit(f)));
    }

    private double merit(Finalist finalist) {
      return finalist.value().hasValue()
          ? goal.merit(finalist.value().value())
          : Double.NEGATIVE_INFINITY;
    }

    private Map<Integer, Double> merits(Map<Integer, Measurement> rounds) {
      Map<Integer, Double> merits = new TreeMap<>();
      rounds.forEach((round, each) -> merits.put(round, goal.merit(each.value())));
      return merits;
    }

    private Finalist finalist(
        Setting setting, Map<Integer, Measurement> rounds, boolean isAmongBest) {
      List<Measurement> missed = rounds.values().stream().filter(m -> !m.kept()).toList();
      List<Double> values =
          rounds.values().stream().filter(Measurement::kept).map(Measurement::value).toList();
      List<Double> ones = values.stream().map(any -> 1.0).toList();
      Pairs pairs = Pairs.of(rounds, bySetting.getOrDefault(space.today().name(), new TreeMap<>()));
      return new Finalist(
          setting,
          PairedRatio.of(values, ones),
          pairs.ratio(),
          DetectableDifference.share(pairs.ratio(), pairs.count() - 1.0),
          isAmongBest,
          setting.changes(space.today()),
          missed.size(),
          missed.stream().map(Measurement::reason).findFirst());
    }

    private Verdict verdict() {
      if (bySetting.isEmpty()) {
        return Verdict.of(List.of("no settings were compared in rounds"));
      }
      int each = bySetting.size() + 1;
      int made = control.size() + bySetting.values().stream().mapToInt(TreeMap::size).sum();
      if (made < planned * each) {
        return new Verdict(
            Verdict.State.INCOMPLETE,
            List.of("%d of %d measurements in rounds".formatted(made, planned * each)),
            List.of(),
            true);
      }
      List<String> reasons = new ArrayList<>();
      if (planned < LEAST_ROUNDS) {
        reasons.add("%d rounds are too few, %d are the least".formatted(planned, LEAST_ROUNDS));
      }
      String twice = control.firstEntry().getValue().setting();
      control(twice, Pairs.of(control, bySetting.get(twice)), reasons);
      return Verdict.of(reasons);
    }

    private static void control(String twice, Pairs pairs, List<String> reasons) {
      Estimate ratio = pairs.ratio();
      if (!ratio.hasInterval()) {
        reasons.add("A/A control: %s kept the objective in too few rounds".formatted(twice));
        return;
      }
      if (ratio.halfWidth() > MOST_CONTROL_HALF_WIDTH) {
        reasons.add(
            String.format(
                Locale.ROOT,
                "A/A control: interval is ±%.3f wide, ±%.3f is allowed",
                ratio.halfWidth(),
                MOST_CONTROL_HALF_WIDTH));
      }
      if (Verdict.isUnlike(ratio, pairs.count())) {
        reasons.add(
            String.format(
                Locale.ROOT,
                "A/A control: %s against itself came out as %.3f [%.3f, %.3f], not 1",
                twice,
                ratio.value(),
                ratio.low(),
                ratio.high()));
      }
    }
  }

  /**
   * Two settings, or one and itself, in the rounds in which both kept the objective.
   *
   * @param ratio of the one's value to the other's
   */
  private record Pairs(Estimate ratio, int count) {
    static Pairs of(Map<Integer, Measurement> one, Map<Integer, Measurement> other) {
      List<Double> numerators = new ArrayList<>();
      List<Double> denominators = new ArrayList<>();
      one.forEach(
          (round, measured) -> {
            Measurement base = other.get(round);
            if (base != null && measured.kept() && base.kept()) {
              numerators.add(measured.value());
              denominators.add(base.value());
            }
          });
      return new Pairs(PairedRatio.of(numerators, denominators), numerators.size());
    }
  }
}
