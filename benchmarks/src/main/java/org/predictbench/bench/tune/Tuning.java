package org.predictbench.bench.tune;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Decides what is measured. First today's setting, which tells how long anything takes; then the
 * screening; then rounds that compare the finalists with today's setting.
 *
 * <p>The screening halves, or rather thirds, in stages: a short look at many settings, a longer one
 * at the better third, and so on. Settings that chance had left out come in between stages, if what
 * was seen of their knobs promises much. What is measured depends on what was measured before and
 * on the seed alone, so that a run that was stopped goes on as if it had not been.
 *
 * @see <a href="https://proceedings.mlr.press/v51/jamieson16.html">K. Jamieson and A. Talwalkar,
 *     "Non-stochastic Best Arm Identification and Hyperparameter Optimization", AISTATS 2016</a>
 */
public final class Tuning {
  /** Share of the budget that screening may take. */
  private static final double SCREENING = 0.65;

  /** Of a stage's settings, so many go on to the next: one in three. */
  private static final int KEPT = 3;

  private static final int STAGES = 3;

  /** The best of the rest are too close to tell apart by screening. */
  private static final int FINALISTS = 4;

  private static final int LEAST_ROUNDS = 3;
  private static final int MOST_ROUNDS = 10;

  private final Space space;
  private final Goal goal;
  private final Duration budget;
  private final long seed;
  private final Bench bench;
  private final Listener listener;
  private final Map<Setting, List<Weighed>> screened = new LinkedHashMap<>();
  private double spent;

  public Tuning(
      Space space, Goal goal, Duration budget, long seed, Bench bench, Listener listener) {
    this.space = space;
    this.goal = goal;
    this.budget = budget;
    this.seed = seed;
    this.bench = bench;
    this.listener = listener;
  }

  /** Hears what is going to happen. */
  public interface Listener {
    /** A part begins, of so many measurements, which will take about so long. */
    void onStage(String what, int measurements, double seconds);

    /** One has been made. */
    void onMeasured(Setting setting, Measurement measurement);
  }

  /** A value, and how much it counts. */
  private record Weighed(double merit, double weight) {}

  /** Measures until the finalists are compared; what it found is in what the bench was asked. */
  public void run() throws IOException, InterruptedException {
    Setting today = space.today();
    listener.onStage("today's setting", 1, Double.NaN);
    Measurement pilot = screen(today, "pilot", Effort.FIRST);
    List<Setting> stage = drawn(pilot.seconds());
    for (int number = 0; number < STAGES; number++) {
      Effort effort = Effort.ofStage(number);
      if (number > 0 && spent + stage.size() * costOf(effort) > SCREENING * budget.toSeconds()) {
        // Rounds tell the rest apart better than a stage for which there is no time.
        break;
      }
      listener.onStage(
          "screening, stage " + (number + 1), stage.size(), stage.size() * costOf(effort));
      for (Setting setting : byServer(stage)) {
        if (number > 0 || !setting.equals(today)) {
          var unused = screen(setting, "screening-" + number, effort);
        }
      }
      if (number < STAGES - 1) {
        stage = next(stage);
      }
    }
    confirm(finalists(stage));
  }

  /** As many as the budget has time for, with all clients of a server that is started at all. */
  private List<Setting> drawn(double pilotSeconds) {
    // Every further stage has a third of the settings and as many new ones, and takes longer for
    // each.
    double stages =
        1 + 2 * Effort.ofStage(1).cost() / KEPT + 4 * Effort.ofStage(2).cost() / KEPT / KEPT;
    double affordable = SCREENING * budget.toSeconds() / (pilotSeconds * stages);
    int most = (int) Math.max(2 * FINALISTS, affordable);
    if (space.settings().size() <= most) {
      return space.settings();
    }
    List<Setting> shuffled = new ArrayList<>(space.settings());
    Collections.shuffle(shuffled, new Random(seed));
    Set<String> servers = new LinkedHashSet<>(List.of(space.today().server()));
    shuffled.forEach(setting -> servers.add(setting.server()));
    List<Setting> drawn = new ArrayList<>();
    for (String server : servers) {
      if (drawn.size() < most) {
        space.settings().stream().filter(s -> s.server().equals(server)).forEach(drawn::add);
      }
    }
    return drawn;
  }

  /** In an order in which a server need not be started twice. */
  private static List<Setting> byServer(List<Setting> settings) {
    Map<String, List<Setting>> byServer = new LinkedHashMap<>();
    settings.forEach(
        setting ->
            byServer.computeIfAbsent(setting.server(), any -> new ArrayList<>()).add(setting));
    return byServer.values().stream().flatMap(List::stream).toList();
  }

  private Measurement screen(Setting setting, String stage, Effort effort)
      throws IOException, InterruptedException {
    Optional<Double> guess = merit(setting).map(this::value).or(this::typical);
    Measurement measured =
        bench.measure(new Bench.Task(setting, stage, false, effort, guess, seed, false));
    spent += measured.seconds();
    double merit = measured.kept() ? goal.merit(measured.value()) : Double.NEGATIVE_INFINITY;
    screened
        .computeIfAbsent(setting, any -> new ArrayList<>())
        .add(new Weighed(merit, effort.cost()));
    listener.onMeasured(setting, measured);
    return measured;
  }

  /** What it is worth by all that was seen of it; empty if nothing was, or the goal was missed. */
  private Optional<Double> merit(Setting setting) {
    List<Weighed> seen = screened.getOrDefault(setting, List.of());
    double weight = seen.stream().mapToDouble(Weighed::weight).sum();
    double sum = seen.stream().mapToDouble(each -> each.merit() * each.weight()).sum();
    return weight == 0 || Double.isInfinite(sum) ? Optional.empty() : Optional.of(sum / weight);
  }

  private double value(double merit) {
    return goal.value(merit);
  }

  /** For a setting of which nothing is known: what is usual. */
  private Optional<Double> typical() {
    List<Double> merits =
        screened.keySet().stream().flatMap(each -> merit(each).stream()).sorted().toList();
    return merits.isEmpty() ? Optional.empty() : Optional.of(value(merits.get(merits.size() / 2)));
  }

  /** The better ones, and as many again that nobody has looked at and that promise most. */
  private List<Setting> next(List<Setting> stage) {
    List<Setting> ranked = ranked(stage);
    int count = Math.min(ranked.size(), Math.max(FINALISTS, ranked.size() / KEPT));
    List<Setting> next = new ArrayList<>(ranked.subList(0, count));
    next.addAll(promising(count));
    return next;
  }

  private List<Setting> promising(int most) {
    Map<Setting, Double> merits = new LinkedHashMap<>();
    screened.keySet().forEach(setting -> merit(setting).ifPresent(m -> merits.put(setting, m)));
    if (merits.isEmpty()) {
      return List.of();
    }
    Effects effects = new Effects(merits);
    return space.settings().stream()
        .filter(setting -> !screened.containsKey(setting))
        .sorted(Comparator.comparingDouble(setting -> -effects.predict(setting)))
        .limit(most)
        .toList();
  }

  /** The best first; those that never kept the objective are left out. */
  private List<Setting> ranked(List<Setting> settings) {
    return settings.stream()
        .filter(setting -> merit(setting).isPresent())
        .sorted(Comparator.comparingDouble((Setting s) -> -merit(s).orElseThrow()))
        .toList();
  }

  /** The best of the last stage. */
  private List<Setting> finalists(List<Setting> stage) {
    List<Setting> ranked = ranked(stage);
    return ranked.subList(0, Math.min(FINALISTS, ranked.size()));
  }

  private void confirm(List<Setting> finalists) throws IOException, InterruptedException {
    if (finalists.isEmpty()) {
      // Nothing kept the objective: rounds would only show so again.
      return;
    }
    Setting today = space.today();
    List<Setting> compared = new ArrayList<>(finalists);
    if (merit(today).isPresent() && !compared.contains(today)) {
      compared.add(today);
    }
    // Measured twice in each round, which shows what is chance.
    Setting control = merit(today).isPresent() ? today : finalists.get(0);
    double each = costOf(Effort.CONFIRMING);
    int measurements = compared.size() + 1;
    double left = budget.toSeconds() - spent;
    int rounds = (int) Math.max(LEAST_ROUNDS, Math.min(MOST_ROUNDS, left / (measurements * each)));
    listener.onStage(
        "%d rounds of %d settings, %s twice"
            .formatted(rounds, compared.size(), control.equals(today) ? "today's" : "the best one"),
        rounds * measurements,
        rounds * measurements * each);
    for (int round = 1; round <= rounds; round++) {
      List<Bench.Task> tasks = new ArrayList<>();
      for (Setting setting : compared) {
        tasks.add(task(setting, round, rounds, false));
      }
      tasks.add(task(control, round, rounds, true));
      Collections.shuffle(tasks, new Random(seed + round));
      for (Bench.Task task : tasks) {
        Measurement measured = bench.measure(task);
        spent += measured.seconds();
        listener.onMeasured(task.setting(), measured);
      }
    }
  }

  private Bench.Task task(Setting setting, int round, int rounds, boolean control) {
    return new Bench.Task(
        setting,
        Measurement.round(round, rounds),
        control,
        Effort.CONFIRMING,
        merit(setting).map(this::value).or(this::typical),
        seed + round,
        true);
  }

  /** About how long a measurement takes, by those that there were. */
  private double costOf(Effort effort) {
    int count = screened.values().stream().mapToInt(List::size).sum();
    double weights =
        screened.values().stream().flatMap(List::stream).mapToDouble(Weighed::weight).sum();
    // Half of it is there however long the loads: a server starts, a client warms up.
    double usual = spent / count;
    return usual * (1 + effort.cost() / (weights / count)) / 2;
  }
}
