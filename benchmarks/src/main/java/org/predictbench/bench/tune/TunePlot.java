package org.predictbench.bench.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.predictbench.bench.chart.Axis;
import org.predictbench.bench.chart.Colour;
import org.predictbench.bench.chart.Figure;
import org.predictbench.bench.chart.LineChart;
import org.predictbench.bench.chart.Mark;
import org.predictbench.bench.chart.Scale;
import org.predictbench.bench.chart.Stroke;
import org.predictbench.bench.report.Numbers;

/** Rate against latency: every load that was made, and the front that none of them is beyond. */
final class TunePlot {
  private static final int HEIGHT = 360;

  private TunePlot() {}

  static Figure of(Goal goal, Finding finding, List<Measurement> measurements) {
    Map<String, Colour> colours = new LinkedHashMap<>();
    for (Finding.Finalist each : finding.finalists()) {
      colours.put(each.setting().name(), Stroke.series(colours.size()).colour());
    }
    Set<String> finalists = colours.keySet();
    List<Mark> marks = new ArrayList<>();
    List<Mark.Point> held = new ArrayList<>();
    Map<String, List<Mark.Point>> ofFinalists = new LinkedHashMap<>();
    finalists.forEach(name -> ofFinalists.put(name, new ArrayList<>()));
    for (Measurement each : measurements) {
      for (Measurement.Load load : each.loads()) {
        if (!(load.micros() > 0)) {
          continue;
        }
        Mark.Point at = new Mark.Point(load.rate(), load.micros());
        if (load.held()) {
          held.add(at);
        }
        marks.add(
            new Mark.Dot(
                at,
                colours.getOrDefault(each.setting(), Colour.GREY),
                !load.held(),
                "%s: %s at %s/s"
                    .formatted(
                        each.setting(), Numbers.time(load.micros()), Numbers.three(load.rate()))));
        if (load.held() && ofFinalists.containsKey(each.setting())) {
          ofFinalists.get(each.setting()).add(at);
        }
      }
    }
    double limit = goal.within().limit().toNanos() / 1e3;
    List<Mark> all = new ArrayList<>();
    all.add(
        new Mark.Line(
            "no load had a higher rate and a lower latency",
            new Stroke(Colour.GREY, Stroke.Dash.DASHED),
            front(held)));
    // Named by a line each, which joins nothing.
    ofFinalists.forEach(
        (name, points) ->
            all.add(
                new Mark.Line(
                    name, Stroke.solid(colours.get(name)), points.stream().limit(1).toList())));
    all.addAll(marks);
    all.add(
        new Mark.Limit(
            "limit " + Numbers.tick(limit), limit, new Stroke(Colour.RED, Stroke.Dash.DASHED)));
    double[] rates = dots(marks).stream().mapToDouble(Mark.Point::x).toArray();
    List<Double> times = dots(marks).stream().map(Mark.Point::y).collect(Collectors.toList());
    times.add(limit);
    String title = "rate and latency of every load";
    return new Figure(
        title,
        title,
        List.of(
            new LineChart(
                "",
                new Axis("requests a second", Scale.logarithmic(rates), Numbers::trimmed),
                new Axis(
                    "p" + Numbers.trimmed(goal.within().percentile()) + "; hollow: not kept",
                    Scale.logarithmic(times.stream().mapToDouble(d -> d).toArray()),
                    Numbers::tick),
                all,
                HEIGHT)));
  }

  /** The loads of which no other had a higher rate and a lower latency. */
  static List<Mark.Point> front(List<Mark.Point> held) {
    List<Mark.Point> front = new ArrayList<>();
    double lowest = Double.POSITIVE_INFINITY;
    for (Mark.Point point :
        held.stream().sorted(Comparator.comparingDouble((Mark.Point p) -> -p.x())).toList()) {
      if (point.y() < lowest) {
        lowest = point.y();
        front.add(0, point);
      }
    }
    return front;
  }

  private static List<Mark.Point> dots(List<Mark> marks) {
    return marks.stream()
        .flatMap(m -> m instanceof Mark.Dot d ? java.util.stream.Stream.of(d.at()) : null)
        .toList();
  }
}
