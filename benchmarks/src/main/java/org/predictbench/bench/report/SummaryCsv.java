package org.predictbench.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.predictbench.bench.result.Footprint;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Summary;

/** {@code summary.csv}: a stable format for scripts; what is not known is an empty field. */
final class SummaryCsv {
  private static final String HEADER =
      "cell,step,unit,rounds,mean,ci_low,ci_high,p50,p90,p99,p999,max,alloc_b_op,"
          + "ratio,ratio_ci_low,ratio_ci_high,status,classes,jar_bytes,detectable,cpu_us_op,gc_per_op,gc_pause_us_op,"
          + "pins_per_op,pin_us_op";

  private SummaryCsv() {}

  static String render(Summary summary) {
    return summary.cells().stream()
        .map(SummaryCsv::row)
        .collect(Collectors.joining("\n", HEADER + "\n", "\n"));
  }

  private static String row(CellSummary cell) {
    String times =
        numbers(
            "%.3f",
            cell.mean().value(),
            cell.mean().low(),
            cell.mean().high(),
            cell.p50().value(),
            cell.p90().value(),
            cell.p99().value(),
            cell.p999().value(),
            cell.max());
    String ratios = numbers("%.5f", cell.ratio().value(), cell.ratio().low(), cell.ratio().high());
    return String.join(
        ",",
        List.of(
            quoted(cell.name()),
            quoted(cell.cell().step()),
            CellSummary.UNIT,
            Integer.toString(cell.rounds()),
            times,
            numbers("%.0f", cell.allocBytesPerOp()),
            ratios,
            cell.status().name(),
            footprint(cell.footprint()),
            numbers("%.5f", cell.detectable()),
            numbers("%.3f", cell.cpuMicrosPerOp()),
            numbers(
                "%.5f",
                cell.pausesPerOp(),
                cell.pauseMicrosPerOp(),
                cell.pinsPerOp(),
                cell.pinMicrosPerOp())));
  }

  private static String footprint(Footprint footprint) {
    return footprint == null ? "," : footprint.classes() + "," + footprint.jarBytes();
  }

  private static String numbers(String format, double... values) {
    return DoubleStream.of(values)
        .mapToObj(value -> Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value))
        .collect(Collectors.joining(","));
  }

  /** Quoted as RFC 4180 says. */
  private static String quoted(String text) {
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
