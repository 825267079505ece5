package org.predictbench.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.predictbench.bench.stats.Calibration;
import org.predictbench.bench.stats.Calibration.Method;
import org.predictbench.bench.stats.Calibration.Row;
import org.predictbench.bench.stats.DetectableDifference;

/** The two tables of a calibration, for both pages. */
final class CalibrationProse {
  private static final String ALARMS =
      "Like compared with like: how many intervals exclude 1. Of 95 % intervals, 5 % may.";
  private static final String FOUND =
      """
      A cell slowed by a known share: how often it is found slower, within one run, or between two \
      by `compare --relative`. Beside it: the slowdown that is found in four of five runs, and what the runs \
      themselves say they could have shown as often. The runs are pieces of one long run, made on one day: what changes a \
      machine from day to day is not in it.""";

  private CalibrationProse() {}

  /** What a calibration says of runs as short as it can; empty if it has none of them. */
  static Optional<String> sentence(Calibration calibration) {
    OptionalInt shortest = calibration.rows().stream().mapToInt(Row::rounds).min();
    if (shortest.isEmpty()) {
      return Optional.empty();
    }
    int rounds = shortest.getAsInt();
    List<Row> rows =
        calibration.rows().stream()
            .filter(row -> row.method() == Method.WITHIN_A_RUN && row.rounds() == rounds)
            .toList();
    String found =
        rows.stream()
            .filter(row -> row.slowdown() > 0)
            .map(row -> "%s in %s".formatted(percent(row.slowdown()), percent(row.share())))
            .collect(Collectors.joining(", "));
    Row alike = rows.stream().filter(row -> row.slowdown() == 0).findFirst().orElseThrow();
    String smallest =
        smallest(
            calibration.smallestFound(Method.WITHIN_A_RUN, rounds, DetectableDifference.POWER),
            rows.stream()
                .mapToDouble(Row::slowdown)
                .filter(share -> share > 0)
                .min()
                .orElse(Double.NaN));
    return Optional.of(
        ("Runs of %d rounds saw a difference that is not there in %d of %d comparisons, and found"
                + " a slowdown of %s of them.%s")
            .formatted(
                rounds,
                alike.found(),
                alike.comparisons(),
                found,
                smallest.equals(Numbers.UNKNOWN)
                    ? ""
                    : " The smallest found in four of five: %s.".formatted(smallest)));
  }

  static String markdown(Calibration calibration) {
    return String.join(
        "\n\n",
        ALARMS,
        alarms(calibration).markdown().strip(),
        FOUND,
        found(calibration).markdown().strip());
  }

  static String html(Calibration calibration) {
    return "<p class=\"note\">%s</p>%n%s<p class=\"note\">%s</p>%n%s"
        .formatted(
            Html.inline(ALARMS),
            Html.table("False alarms", alarms(calibration)),
            Html.inline(FOUND),
            Html.table("Slowdowns found", found(calibration)))
        .replace(System.lineSeparator(), "\n");
  }

  private static Table alarms(Calibration calibration) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("comparison", "rounds a run", "comparisons", "false alarms", "share"));
    for (Row row : calibration.rows()) {
      if (row.slowdown() == 0) {
        rows.add(
            List.of(
                words(row.method()),
                Integer.toString(row.rounds()),
                Integer.toString(row.comparisons()),
                Integer.toString(row.found()),
                percent(row.share())));
      }
    }
    return Table.of(rows);
  }

  /** A row a method and length, a column a slowdown. */
  private static Table found(Calibration calibration) {
    List<Double> slowdowns =
        calibration.rows().stream()
            .map(Row::slowdown)
            .filter(share -> share > 0)
            .distinct()
            .sorted()
            .toList();
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("comparison", "rounds a run"));
    slowdowns.forEach(share -> header.add(percent(share)));
    header.addAll(List.of("found in four of five", "told by the runs"));
    rows.add(header);
    for (Method method : Method.values()) {
      for (int rounds : calibration.rows().stream().map(Row::rounds).distinct().toList()) {
        List<String> row = new ArrayList<>(List.of(words(method), Integer.toString(rounds)));
        for (double slowdown : slowdowns) {
          row.add(cell(calibration, method, rounds, slowdown));
        }
        row.add(
            smallest(
                calibration.smallestFound(method, rounds, DetectableDifference.POWER),
                slowdowns.get(0)));
        row.add(told(calibration, method, rounds));
        rows.add(row);
      }
    }
    return Table.of(rows);
  }

  private static String cell(Calibration calibration, Method method, int rounds, double slowdown) {
    return calibration.rows().stream()
        .filter(r -> r.method() == method && r.rounds() == rounds && r.slowdown() == slowdown)
        .map(row -> "%s of %d".formatted(percent(row.share()), row.comparisons()))
        .findFirst()
        .orElse(Numbers.UNKNOWN);
  }

  private static String smallest(OptionalDouble found, double smallestInjected) {
    if (found.isEmpty()) {
      return Numbers.UNKNOWN;
    }
    String percent = Numbers.percent(found.getAsDouble());
    return found.getAsDouble() == smallestInjected ? "at most " + percent : percent;
  }

  /** What comparisons of like with like say they could have shown. */
  private static String told(Calibration calibration, Method method, int rounds) {
    return calibration.rows().stream()
        .filter(r -> r.method() == method && r.rounds() == rounds && r.slowdown() == 0)
        .filter(row -> Double.isFinite(row.detectable()))
        .map(row -> Numbers.percent(row.detectable()))
        .findFirst()
        .orElse(Numbers.UNKNOWN);
  }

  private static String words(Method method) {
    return method == Method.WITHIN_A_RUN ? "within a run" : "between two runs";
  }

  private static String percent(double share) {
    return Html.format("%.0f %%", 100 * share);
  }
}
