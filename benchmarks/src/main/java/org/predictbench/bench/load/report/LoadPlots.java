package org.predictbench.bench.load.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.predictbench.bench.chart.Axis;
import org.predictbench.bench.chart.Colour;
import org.predictbench.bench.chart.Figure;
import org.predictbench.bench.chart.LineChart;
import org.predictbench.bench.chart.Mark;
import org.predictbench.bench.chart.Scale;
import org.predictbench.bench.chart.Stroke;
import org.predictbench.bench.load.objective.Slo;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.Interval;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.suite.TrialResult;
import org.predictbench.bench.report.Axes;
import org.predictbench.bench.report.Numbers;

/** The plots of a load run. */
final class LoadPlots {
  private static final int HEIGHT = 320;
  private static final int LOW = 150;
  private static final int MOST_NINES = 5;
  private static final int STEPS_A_DECADE = 20;
  private static final int TICKS = 4;

  /** Less would take the room of what is of interest; in microseconds. */
  private static final double LEAST_LATENCY = 1;

  private LoadPlots() {}

  /** Rate, latency and failures over time, one above the other. */
  static Figure timeSeries(TrialResult result) {
    List<Mark.Line> latencies =
        List.of(
            latency("max", Colour.RED, result, Tag.CORRECTED, 100),
            latency("p99", Colour.PURPLE, result, Tag.CORRECTED, 99),
            latency("p50", Colour.BLUE, result, Tag.CORRECTED, 50),
            latency("sender late, p99", Colour.GREY, result, Tag.LATENESS, 99));
    return new Figure(
        result.trial().name() + ": " + result.trial().load(),
        "Rate, latency and failures over time",
        List.of(
            counts(
                "rate",
                result,
                rate("sent", Colour.GREY, Stroke.Dash.DASHED, result, Histograms::sent),
                rate("answered", Colour.BLUE, Stroke.Dash.SOLID, result, Histograms::answered)),
            new LineChart(
                "latency from the intended send, by the time of the answer",
                seconds(result),
                Axes.times("below 1 µs is drawn as 1 µs", latencies),
                List.copyOf(latencies),
                LOW),
            counts(
                "not answered",
                result,
                rate("failed", Colour.RED, Stroke.Dash.SOLID, result, Histograms::failed),
                rate("dropped", Colour.GOLD, Stroke.Dash.DASHED, result, Histograms::dropped))));
  }

  private static LineChart counts(String title, TrialResult result, Mark.Line... lines) {
    double[] all =
        Arrays.stream(lines).flatMap(l -> l.points().stream()).mapToDouble(Mark.Point::y).toArray();
    Axis up = new Axis("a second", Scale.fromZero(all).rounded(TICKS), Numbers::trimmed);
    return new LineChart(title, seconds(result), up, List.of(lines), LOW);
  }

  private static Axis seconds(TrialResult result) {
    double[] ends = over(result, interval -> 0).stream().mapToDouble(Mark.Point::x).toArray();
    return new Axis("seconds", Scale.fromZero(ends), Numbers::trimmed);
  }

  private static Mark.Line rate(
      String name,
      Colour colour,
      Stroke.Dash dash,
      TrialResult result,
      ToDoubleFunction<Histograms> count) {
    Stroke stroke = new Stroke(colour, dash);
    return new Mark.Line(
        name, stroke, over(result, i -> count.applyAsDouble(i.histograms()) / i.seconds()));
  }

  private static Mark.Line latency(
      String name, Colour colour, TrialResult result, Tag tag, double percentile) {
    return new Mark.Line(
        name,
        Stroke.solid(colour),
        over(result, i -> Math.max(LEAST_LATENCY, i.histograms().micros(tag, percentile))));
  }

  private static List<Mark.Point> over(TrialResult result, ToDoubleFunction<Interval> value) {
    long start = result.trial().start().toEpochMilli();
    return result.intervals().stream()
        // The last one is cut when the load ends, and may be too short for a rate.
        .filter(interval -> interval.seconds() > 0.05)
        .map(
            interval ->
                new Mark.Point(
                    ((interval.startMillis() + interval.endMillis()) / 2.0 - start) / 1e3,
                    value.applyAsDouble(interval)))
        .toList();
  }

  /** Corrected beside uncorrected, at every percentile that has samples enough. */
  static Figure percentiles(List<TrialResult> trials) {
    List<Mark.Line> lines = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      TrialResult result = trials.get(i);
      Colour colour = Stroke.series(i).colour();
      String name = trials.size() == 1 ? "" : result.trial().name() + ", ";
      lines.add(
          new Mark.Line(
              name + "from the intended send",
              Stroke.solid(colour),
              percentiles(result, Tag.CORRECTED)));
      lines.add(
          new Mark.Line(
              name + "from the actual send",
              new Stroke(colour, Stroke.Dash.DASHED),
              percentiles(result, Tag.UNCORRECTED)));
    }
    return chart(
        "latency by percentile, corrected and uncorrected",
        Axes.percentiles(lines),
        Axes.times("latency", lines),
        List.copyOf(lines));
  }

  private static List<Mark.Point> percentiles(TrialResult result, Tag tag) {
    List<Mark.Point> points = new ArrayList<>();
    for (int step = 0; step <= MOST_NINES * STEPS_A_DECADE; step++) {
      double oneIn = Math.pow(10, (double) step / STEPS_A_DECADE);
      double micros = result.micros(tag, 100 * (1 - 1 / oneIn));
      if (!Double.isNaN(micros)) {
        points.add(new Mark.Point(oneIn, micros));
      }
    }
    return points;
  }

  /**
   * The hockey stick: the SLO's percentile at each rate; a dot a trial, hollow where it did not
   * hold, and a line a cell through its median.
   */
  static Figure byRate(String question, Map<String, List<TrialResult>> byCell, Slo slo) {
    List<Mark.Line> lines = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    byCell.forEach(
        (cell, trials) -> {
          Colour colour = Stroke.series(lines.size()).colour();
          TreeMap<Double, List<Double>> byRate = new TreeMap<>();
          for (TrialResult result : trials) {
            double rate = result.trial().rate();
            double micros = result.total().micros(slo.tag(), slo.percentile());
            byRate.computeIfAbsent(rate, any -> new ArrayList<>()).add(micros);
            String title = "%s a second: %s".formatted(Numbers.trimmed(rate), Numbers.time(micros));
            marks.add(
                new Mark.Dot(
                    new Mark.Point(rate, micros),
                    colour,
                    !result.held(),
                    cell + ", " + title + (result.held() ? "" : ", not held")));
            double limit = Slo.parse(result.trial().slo()).limit().toNanos() / 1e3;
            marks.add(limit(limit));
          }
          List<Mark.Point> medians = new ArrayList<>();
          byRate.forEach((rate, all) -> medians.add(new Mark.Point(rate, median(all))));
          lines.add(new Mark.Line(cell, new Stroke(colour, dash(lines.size())), medians));
        });
    marks.addAll(0, lines);
    double[] rates = dots(marks).mapToDouble(Mark.Point::x).toArray();
    double[] times =
        Stream.concat(dots(marks).map(Mark.Point::y), limits(marks)).mapToDouble(m -> m).toArray();
    return chart(
        question,
        new Axis("requests a second", Scale.logarithmic(rates), Numbers::trimmed),
        new Axis(
            "p" + Numbers.trimmed(slo.percentile()) + "; a dot is a trial, hollow: not held",
            Scale.logarithmic(times),
            Numbers::tick),
        marks.stream().distinct().toList());
  }

  /**
   * What more load costs: p50 and p99 against the answers a second, a line a cell for each, through
   * its trials in the order in which they were made.
   */
  static Figure byThroughput(String question, Map<String, List<TrialResult>> byCell) {
    List<Mark.Line> lines = new ArrayList<>();
    List<Mark> dots = new ArrayList<>();
    int cells = 0;
    for (Map.Entry<String, List<TrialResult>> cell : byCell.entrySet()) {
      Colour colour = Stroke.series(cells++).colour();
      for (double percentile : new double[] {50, 99}) {
        Stroke.Dash dash = percentile == 99 ? Stroke.Dash.SOLID : Stroke.Dash.DASHED;
        String name = cell.getKey() + ", p" + Numbers.trimmed(percentile);
        List<Mark.Point> points = new ArrayList<>();
        for (TrialResult result : cell.getValue()) {
          double micros = result.micros(Tag.CORRECTED, percentile);
          if (!Double.isNaN(micros)) {
            Mark.Point point = new Mark.Point(result.answeredPerSecond(), micros);
            points.add(point);
            String title = "%s: %s".formatted(result.trial().load(), Numbers.time(micros));
            dots.add(new Mark.Dot(point, colour, !result.verdict().valid(), name + ", " + title));
          }
        }
        lines.add(new Mark.Line(name, new Stroke(colour, dash), points));
      }
    }
    List<Mark> marks = new ArrayList<>(lines);
    marks.addAll(dots);
    return chart(
        question,
        new Axis(
            "answers a second",
            Scale.logarithmic(dots(marks).mapToDouble(Mark.Point::x).toArray()),
            Numbers::trimmed),
        new Axis(
            "latency; a dot is a trial, hollow: not VALID",
            Scale.logarithmic(dots(marks).mapToDouble(Mark.Point::y).toArray()),
            Numbers::tick),
        marks);
  }

  private static Stroke.Dash dash(int index) {
    return Stroke.series(index).dash();
  }

  private static Mark limit(double micros) {
    return new Mark.Limit(
        "limit " + Numbers.tick(micros), micros, new Stroke(Colour.RED, Stroke.Dash.DASHED));
  }

  private static Stream<Mark.Point> dots(List<Mark> marks) {
    return marks.stream().flatMap(m -> m instanceof Mark.Dot d ? Stream.of(d.at()) : Stream.of());
  }

  private static Stream<Double> limits(List<Mark> marks) {
    return marks.stream().flatMap(m -> m instanceof Mark.Limit l ? Stream.of(l.y()) : Stream.of());
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static Figure chart(String title, Axis across, Axis up, List<Mark> marks) {
    return new Figure(title, title, List.of(new LineChart("", across, up, marks, HEIGHT)));
  }
}
