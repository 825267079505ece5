package org.predictbench.bench.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
 * @param finalists today's setting first, then the others, the best one first
 * @param recommended of those that cannot be told from the best the one that changes least; empty
 *     if nothing can be said
 */
public record Finding(
    Goal goal, List<Finalist> finalists, Optional<Finalist> recommended, Verdict verdict) {
  /** Wider than that, the control shows that the machine is too noisy to choose on. */
  private static final double MOST_CONTROL_HALF_WIDTH = 0.1;

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
    Map<String, Setting> known = new LinkedHashMap<>();
    space.settings().forEach(setting -> known.put(setting.name(), setting));
    Map<String, TreeMap<String, Measurement>> rounds = new LinkedHashMap<>();
    TreeMap<String, Measurement> control = new TreeMap<>();
    for (Measurement each : measurements) {
      if (each.stage().startsWith("round-")) {
        (each.control() ? control : rounds.computeIfAbsent(each.setting(), any -> new TreeMap<>()))
            .put(each.stage(), each);
      }
    }
    TreeMap<String, Measurement> today = rounds.getOrDefault(space.today().name(), new TreeMap<>());
    Map<String, Map<String, Double>> merits = new LinkedHashMap<>();
    rounds.forEach((name, all) -> merits.put(name, merits(goal, all)));
    // One that missed the objective once is none to deploy.
    Map<String, Map<String, Double>> kept = new LinkedHashMap<>(merits);
    rounds.forEach(
        (name, all) -> {
          if (all.values().stream().anyMatch(each -> !each.kept())) {
            kept.remove(name);
          }
        });
    var amongBest = Selection.ofBest(kept);
    List<Finalist> finalists = new ArrayList<>();
    rounds.forEach(
        (name, all) ->
            finalists.add(finalist(known.get(name), all, today, space, amongBest.contains(name))));
    finalists.sort(
        Comparator.comparing((Finalist f) -> !f.setting().equals(space.today()))
            .thenComparing(f -> f.missed() > 0)
            .thenComparingDouble(f -> -merit(goal, f)));
    Optional<Finalist> recommended =
        finalists.stream()
            .filter(Finalist::isAmongBest)
            .min(
                Comparator.comparingInt(Finalist::changes)
                    .thenComparingDouble(f -> -merit(goal, f)));
    return new Finding(
        goal, List.copyOf(finalists), recommended, verdict(finalists, today, control));
  }

  private static double merit(Goal goal, Finalist finalist) {
    return finalist.value().hasValue()
        ? goal.merit(finalist.value().value())
        : Double.NEGATIVE_INFINITY;
  }

  private static Map<String, Double> merits(Goal goal, Map<String, Measurement> rounds) {
    Map<String, Double> merits = new TreeMap<>();
    rounds.forEach(
        (round, each) -> {
          if (each.kept()) {
            merits.put(round, goal.merit(each.value()));
          }
        });
    return merits;
  }

  private static Finalist finalist(
      Setting setting,
      TreeMap<String, Measurement> rounds,
      TreeMap<String, Measurement> today,
      Space space,
      boolean isAmongBest) {
    List<Measurement> missed = rounds.values().stream().filter(m -> !m.kept()).toList();
    List<Double> values =
        rounds.values().stream().filter(Measurement::kept).map(Measurement::value).toList();
    List<Double> ones = values.stream().map(any -> 1.0).toList();
    Estimate ratio = ratio(rounds, today);
    return new Finalist(
        setting,
        PairedRatio.of(values, ones),
        ratio,
        DetectableDifference.share(ratio, pairs(rounds, today) - 1.0),
        isAmongBest,
        setting.changes(space.today()),
        missed.size(),
        missed.stream().map(Measurement::reason).findFirst());
  }

  private static int pairs(Map<String, Measurement> one, Map<String, Measurement> other) {
    return (int)
        one.entrySet().stream()
            .filter(e -> e.getValue().kept())
            .filter(e -> other.containsKey(e.getKey()) && other.get(e.getKey()).kept())
            .count();
  }

  private static Estimate ratio(
      TreeMap<String, Measurement> one, TreeMap<String, Measurement> other) {
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
    return PairedRatio.of(numerators, denominators);
  }

  private static Verdict verdict(
      List<Finalist> finalists,
      TreeMap<String, Measurement> today,
      TreeMap<String, Measurement> control) {
    List<String> reasons = new ArrayList<>();
    if (finalists.size() < 2) {
      reasons.add("no setting was compared with today's");
    }
    boolean todayKeeps = today.values().stream().anyMatch(Measurement::kept);
    Estimate ratio = ratio(control, today);
    if (todayKeeps && !ratio.hasInterval()) {
      reasons.add("today's setting was not measured twice in two rounds: no control");
    } else if (todayKeeps) {
      if (ratio.halfWidth() > MOST_CONTROL_HALF_WIDTH) {
        reasons.add(
            String.format(
                Locale.ROOT,
                "A/A control: interval is ±%.3f wide, ±%.3f is allowed",
                ratio.halfWidth(),
                MOST_CONTROL_HALF_WIDTH));
      }
      if (Verdict.isUnlike(ratio, pairs(control, today))) {
        reasons.add(
            String.format(
                Locale.ROOT,
                "A/A control: today's setting against itself came out as %.3f [%.3f, %.3f], not 1",
                ratio.value(),
                ratio.low(),
                ratio.high()));
      }
    }
    return Verdict.of(reasons);
  }
}
