package org.predictbench.bench.load.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.predictbench.bench.load.record.Interval;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.suite.Slo;
import org.predictbench.bench.load.suite.TrialResult;
import org.predictbench.bench.report.Numbers;

/** The plots of a load run. */
final class LoadPlots {
  private static final int PANEL = 250;
  private static final int MOST_NINES = 5;
  private static final int STEPS_A_DECADE = 20;

  private LoadPlots() {}

  /** Rate, latency and failures over time, one above the other. */
  static String timeSeries(TrialResult result) {
    long start = result.trial().start().toEpochMilli();
    Chart.Axis time = new Chart.Axis("seconds", false, LoadPlots::number);
    return Chart.document(
        List.of(
            Chart.panel(
                result.trial().name() + ": " + result.trial().load(),
                time,
                new Chart.Axis("a second", false, LoadPlots::number),
                List.of(
                    series("sent", result, start, i -> i.histograms().sent() / i.seconds()),
                    series(
                        "answered", result, start, i -> i.histograms().answered() / i.seconds())),
                List.of(),
                PANEL),
            Chart.panel(
                "latency from the intended send, by the time of the answer",
                time,
                new Chart.Axis("latency", true, Numbers::time),
                List.of(
                    series("max", result, start, i -> i.histograms().micros(Tag.CORRECTED, 100)),
                    series("p99", result, start, i -> i.histograms().micros(Tag.CORRECTED, 99)),
                    series("p50", result, start, i -> i.histograms().micros(Tag.CORRECTED, 50)),
                    series("sender late, p99", result, start, i -> late(i))),
                List.of(),
                PANEL),
            Chart.panel(
                "not answered",
                time,
                new Chart.Axis("a second", false, LoadPlots::number),
                List.of(
                    series("failed", result, start, i -> i.histograms().failed() / i.seconds()),
                    series("dropped", result, start, i -> i.histograms().dropped() / i.seconds())),
                List.of(),
                PANEL)),
        PANEL);
  }

  private static double late(Interval interval) {
    return interval.histograms().micros(Tag.LATENESS, 99);
  }

  private static Chart.Series series(
      String name, TrialResult result, long start, ToDoubleFunction<Interval> value) {
    List<double[]> points = new ArrayList<>();
    for (Interval interval : result.intervals()) {
      // The last one is cut when the load ends, and may be too short for a rate.
      if (interval.seconds() > 0.05) {
        double middle = (interval.startMillis() + interval.endMillis()) / 2.0 - start;
        points.add(new double[] {middle / 1e3, value.applyAsDouble(interval)});
      }
    }
    return new Chart.Series(name, points);
  }

  /** Corrected beside uncorrected, at every percentile that has samples enough. */
  static String percentiles(List<TrialResult> trials) {
    List<Chart.Series> series = new ArrayList<>();
    for (TrialResult result : trials) {
      series.add(percentiles(result, Tag.CORRECTED, result.trial().name() + ", corrected"));
      series.add(percentiles(result, Tag.UNCORRECTED, result.trial().name() + ", uncorrected"));
    }
    return Chart.render(
        "latency by percentile: from the intended send, and from the actual one",
        new Chart.Axis("percentile", true, LoadPlots::percentile),
        new Chart.Axis("latency", true, Numbers::time),
        series,
        List.of());
  }

  private static Chart.Series percentiles(TrialResult result, Tag tag, String name) {
    List<double[]> points = new ArrayList<>();
    for (int step = 0; step <= MOST_NINES * STEPS_A_DECADE; step++) {
      double oneIn = Math.pow(10, (double) step / STEPS_A_DECADE);
      double percentile = 100 * (1 - 1 / oneIn);
      double micros = result.micros(tag, percentile);
      if (!Double.isNaN(micros)) {
        points.add(new double[] {oneIn, micros});
      }
    }
    return new Chart.Series(name, points);
  }

  /** The hockey stick: the SLO's percentile at each rate, a curve for each cell. */
  static String byRate(String question, Map<String, List<TrialResult>> byCell, Slo slo) {
    double percentile = slo.percentile();
    List<Chart.Series> series = new ArrayList<>();
    Map<Double, Boolean> limits = new LinkedHashMap<>();
    byCell.forEach(
        (cell, trials) -> {
          List<double[]> points = new ArrayList<>();
          for (TrialResult result : trials) {
            points.add(
                new double[] {result.trial().rate(), result.total().micros(slo.tag(), percentile)});
            limits.put(Slo.parse(result.trial().slo()).limit().toNanos() / 1e3, true);
          }
          points.sort((a, b) -> Double.compare(a[0], b[0]));
          series.add(new Chart.Series(cell, points, true));
        });
    return Chart.render(
        question,
        new Chart.Axis("requests a second", true, LoadPlots::number),
        new Chart.Axis("p" + number(percentile), true, Numbers::time),
        series,
        List.copyOf(limits.keySet()));
  }

  private static String percentile(double oneIn) {
    return oneIn <= 1 ? "0" : number(100 * (1 - 1 / oneIn));
  }

  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceFirst("\\.?0+$", "");
  }
}
