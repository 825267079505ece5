package org.predictbench.bench.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.suite.Judged;
import org.predictbench.bench.load.suite.Trial;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.report.Table;

/** Trials as rows. */
final class LoadTable {
  private static final double[] PERCENTILES = {50, 90, 99, 99.9};

  private LoadTable() {}

  static Table of(List<Judged> trials) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "trial",
            "load",
            "answered/s",
            "p50",
            "p90",
            "p99",
            "p99.9",
            "max",
            "uncorrected p99",
            "late p99",
            "status"));
    for (Judged judged : trials) {
      List<String> row = new ArrayList<>();
      row.add(judged.trial().name());
      row.add(judged.trial().load());
      row.add(rate(judged.answeredPerSecond()));
      for (double percentile : PERCENTILES) {
        row.add(Numbers.time(judged.micros(Tag.CORRECTED, percentile)));
      }
      row.add(Numbers.time(judged.total().micros(Tag.CORRECTED, 100)));
      row.add(Numbers.time(judged.micros(Tag.UNCORRECTED, 99)));
      row.add(Numbers.time(judged.total().micros(Tag.LATENESS, 99)));
      row.add(status(judged));
      rows.add(row);
    }
    return Table.of(rows);
  }

  private static String status(Judged judged) {
    String valid = judged.verdict().valid() ? "VALID" : "INVALID";
    return judged.trial().slo() == null
        ? valid
        : valid + (judged.kept() ? ", kept " : ", broke ") + judged.trial().slo();
  }

  /** Where each request went, and how exact its sending was. */
  static Table accounts(List<Judged> trials) {
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
    for (Judged judged : trials) {
      Histograms total = judged.total();
      rows.add(
          List.of(
              judged.trial().name(),
              Long.toString(judged.trial().planned()),
              Long.toString(total.sent()),
              Long.toString(total.answered()),
              Long.toString(total.failed()),
              Long.toString(total.dropped()),
              Numbers.time(total.micros(Tag.LATENESS, 50)),
              Numbers.time(total.micros(Tag.LATENESS, 99)),
              Numbers.time(total.micros(Tag.LATENESS, 100)),
              Objects.requireNonNullElse(judged.trial().senderPriority(), Numbers.UNKNOWN),
              String.format(Locale.ROOT, "%.1f %%", 100 * judged.generatorCpu())));
    }
    return Table.of(rows);
  }

  static Table edges(List<Edge> edges) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("cell", "promise", "highest rate that kept it", "lowest that did not"));
    for (Edge edge : edges) {
      rows.add(
          List.of(
              edge.cell(),
              edge.slo(),
              edge.highest().map(rate -> rate(rate) + "/s").orElse("none"),
              edge.next().map(rate -> rate(rate) + "/s").orElse("none")));
    }
    return Table.of(rows);
  }

  static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond >= 100 ? "%.0f" : "%.2f", perSecond);
  }

  /** One line a trial, times in microseconds. */
  static String csv(List<Judged> trials) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "trial,cell,load,rate,seed,share,planned,sent,answered,failed,dropped,sending_s,answered_s,"
            + "p50,p90,p99,p999,max,uncorrected_p50,uncorrected_p99,uncorrected_max,"
            + "late_p50,late_p99,late_max,generator_cpu,slo,status");
    trials.forEach(judged -> lines.add(line(judged)));
    return String.join("\n", lines) + "\n";
  }

  private static String line(Judged judged) {
    Trial trial = judged.trial();
    Histograms total = judged.total();
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
            number(judged.answeredPerSecond()),
            number(judged.micros(Tag.CORRECTED, 50)),
            number(judged.micros(Tag.CORRECTED, 90)),
            number(judged.micros(Tag.CORRECTED, 99)),
            number(judged.micros(Tag.CORRECTED, 99.9)),
            number(total.micros(Tag.CORRECTED, 100)),
            number(judged.micros(Tag.UNCORRECTED, 50)),
            number(judged.micros(Tag.UNCORRECTED, 99)),
            number(total.micros(Tag.UNCORRECTED, 100)),
            number(total.micros(Tag.LATENESS, 50)),
            number(total.micros(Tag.LATENESS, 99)),
            number(total.micros(Tag.LATENESS, 100)),
            number(judged.generatorCpu()),
            trial.slo() == null ? "" : trial.slo() + (judged.kept() ? " kept" : " broken"),
            judged.verdict().valid() ? "VALID" : "INVALID");
    return fields.map(Object::toString).collect(Collectors.joining(","));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
  }
}
