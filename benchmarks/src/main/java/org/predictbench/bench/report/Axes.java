package org.predictbench.bench.report;

import java.util.List;
import java.util.stream.Stream;
import org.predictbench.bench.chart.Axis;
import org.predictbench.bench.chart.Mark;
import org.predictbench.bench.chart.Scale;

/** Axes that several plots have. */
public final class Axes {
  private Axes() {}

  /** Percentiles, for lines whose x is the number of calls of which one is slower. */
  public static Axis percentiles(List<Mark.Line> lines) {
    double farthest = points(lines).mapToDouble(Mark.Point::x).max().orElse(10);
    return new Axis(
        "percentile of calls",
        Scale.logarithmicBetween(1, Math.max(farthest, 2))
            .withTicks(List.of(1., 2., 10., 100., 1e3, 1e4, 1e5)),
        oneIn -> oneIn <= 1 ? "min" : "p" + Numbers.trimmed(100 * (1 - 1 / oneIn)));
  }

  /** Microseconds, logarithmic. */
  public static Axis times(String label, List<Mark.Line> lines) {
    double[] micros = points(lines).mapToDouble(Mark.Point::y).toArray();
    return new Axis(label, Scale.logarithmic(micros), Numbers::tick);
  }

  private static Stream<Mark.Point> points(List<Mark.Line> lines) {
    return lines.stream().flatMap(line -> line.points().stream());
  }
}
