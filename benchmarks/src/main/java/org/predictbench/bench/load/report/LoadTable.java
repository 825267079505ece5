package org.predictbench.bench.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.predictbench.bench.load.objective.Slo;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.suite.Trial;
import org.predictbench.bench.load.suite.TrialResult;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.report.Table;

/** Trials as rows. */
final class LoadTable {
  private LoadTable() {}

  /**
   * Rows of trials.
   *
   * @param percentiles between 0 and 100, a column each
   */
  static Table of(List<TrialResult> trials, List<Double> percentiles) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("trial", "load", "answered/s"));
    percentiles.forEach(percentile -> header.add("p" + Numbers.trimmed(percentile)));
    header.addAll(List.of("max", "uncorrected p99", "late p99", "status"));
    rows.add(header);
    for (TrialResult result : trials) {
      List<String> row = new ArrayList<>();
      row.add(result.trial().name());
      row.add(result.trial().load());
      row.add(rate(result.answeredPerSecond()));
      for (double percentile : percentiles) {
        row.add(Numbers.time(result.micros(Tag.CORRECTED, percentile)));
      }
      row.add(Numbers.time(result.total().micros(Tag.CORRECTED, 100)));
      row.add(Numbers.time(result.micros(Tag.UNCORRECTED, 99)));
      row.add(Numbers.time(result.total().micros(Tag.LATENESS, 99)));
      row.add(status(result));
      rows.add(row);
    }
    return Table.of(rows);
  }

  private static String status(TrialResult result) {
    String valid = result.verdict().valid() ? "VALID" : "INVALID";
    return result.trial().slo() == null
        ? valid
        : valid
            + (result.kept() ? ", kept " : ", broke ")
            + readable(Slo.parse(result.trial().slo()));
  }

  /** As {@code p99 < 1.91 s}, or {@code p99 < 4 × the unloaded p50}. */
  static String readable(Slo slo) {
    return "%sp%s < %s"
        .formatted(
            slo.tag() == Tag.LATENESS ? "late " : "",
            Numbers.trimmed(slo.percentile()),
            slo.relative()
                ? Numbers.trimmed(slo.factor()) + " × the unloaded p50"
                : Numbers.tick(slo.limit().toNanos() / 1e3));
  }

  /** Where each request went, and how exact its sending was. */
  static Table accounts(List<TrialResult> trials) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "trial",
            "planned",
            "sent",
            "answered",
            "failed",
            "dropped",
            "late p50",
            "late p99",
            "late max",
            "sender",
            "generator CPU"));
    for (TrialResult result : trials) {
      Histograms total = result.total();
      rows.add(
          List.of(
              result.trial().name(),
              Long.toString(result.trial().planned()),
              Long.toString(total.sent()),
              Long.toString(total.answered()),
              Long.toString(total.failed()),
              Long.toString(total.dropped()),
              Numbers.time(total.micros(Tag.LATENESS, 50)),
              Numbers.time(total.micros(Tag.LATENESS, 99)),
              Numbers.time(total.micros(Tag.LATENESS, 100)),
              Objects.requireNonNullElse(result.trial().senderPriority(), Numbers.UNKNOWN),
              String.format(Locale.ROOT, "%.1f %%", 100 * result.generatorCpu())));
    }
    return Table.of(rows);
  }

  static Table edges(List<Edge> edges) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("cell", "SLO", "highest rate that met it", "lowest that did not"));
    for (Edge edge : edges) {
      rows.add(
          List.of(
              edge.cell(),
              readable(Slo.parse(edge.slo())),
              edge.highest().map(rate -> rate(rate) + "/s").orElse("none"),
              edge.next().map(rate -> rate(rate) + "/s").orElse("none")));
    }
    return Table.of(rows);
  }

  static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond >= 100 ? "%.0f" : "%.2f", perSecond);
  }

  /** One line a trial, times in microseconds. */
  static String csv(List<TrialResult> trials) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "trial,cell,load,rate,seed,share,planned,sent,answered,failed,dropped,sending_s,answered_s,"
            + "p50,p90,p99,p999,max,uncorrected_p50,uncorrected_p99,uncorrected_max,"
            + "late_p50,late_p99,late_max,generator_cpu,slo,status");
    trials.forEach(result -> lines.add(line(result)));
    return String.join("\n", lines) + "\n";
  }

  private static String line(TrialResult result) {
    Trial trial = result.trial();
    Histograms total = result.total();
    Stream<Object> fields =
        Stream.of(
            trial.name(),
            trial.cell(),
            '"' + trial.load() + '"',
            trial.rate() == null ? "" : trial.rate(),
            trial.seed(),
            trial.share(),
            trial.planned(),
            total.sent(),
            total.answered(),
            total.failed(),
            total.dropped(),
            number(trial.sendingSeconds()),
            number(result.answeredPerSecond()),
            number(result.micros(Tag.CORRECTED, 50)),
            number(result.micros(Tag.CORRECTED, 90)),
            number(result.micros(Tag.CORRECTED, 99)),
            number(result.micros(Tag.CORRECTED, 99.9)),
            number(total.micros(Tag.CORRECTED, 100)),
            number(result.micros(Tag.UNCORRECTED, 50)),
            number(result.micros(Tag.UNCORRECTED, 99)),
            number(total.micros(Tag.UNCORRECTED, 100)),
            number(total.micros(Tag.LATENESS, 50)),
            number(total.micros(Tag.LATENESS, 99)),
            number(total.micros(Tag.LATENESS, 100)),
            number(result.generatorCpu()),
            trial.slo() == null ? "" : trial.slo() + (result.kept() ? " kept" : " broken"),
            result.verdict().valid() ? "VALID" : "INVALID");
    return fields.map(Object::toString).collect(Collectors.joining(","));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
  }
}
