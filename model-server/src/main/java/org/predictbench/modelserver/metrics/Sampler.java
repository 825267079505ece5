package org.predictbench.modelserver.metrics;

import java.util.List;
import org.predictbench.modelserver.text.Decimals;

/** The distribution of a value, one for every combination of label values. Thread-safe. */
public final class Sampler extends Metric<Histogram> {
  Sampler(String name, List<String> labels, double[] limits) {
    super(name, labels, () -> new Histogram(limits));
  }

  public void add(long value, String... labelValues) {
    cell(labelValues).add(value);
  }

  /** TensorFlow's {@code Buckets::Exponential}: upper limits, the last bucket being open. */
  public static double[] exponential(double scale, double growth, int count) {
    double[] limits = new double[count];
    for (int i = 0; i < count; i++) {
      limits[i] = scale * Math.pow(growth, i);
    }
    return limits;
  }

  @Override
  long value(Histogram cell) {
    return 0;
  }

  @Override
  String type() {
    return "histogram";
  }

  @Override
  void print(Histogram cell, String labels, StringBuilder page) {
    String separator = labels.isEmpty() ? "" : ",";
    long[] cumulative = cell.cumulative();
    for (int i = 0; i < cumulative.length; i++) {
      String limit = i < cumulative.length - 1 ? Decimals.sixDigits(cell.limit(i)) : "+Inf";
      page.append(prometheusName()).append("_bucket{").append(labels).append(separator);
      page.append("le=\"").append(limit).append("\"} ").append(cumulative[i]).append('\n');
    }
    page.append(prometheusName()).append("_sum{").append(labels).append("} ");
    page.append(Decimals.sixDigits(cell.sum())).append('\n');
    page.append(prometheusName()).append("_count{").append(labels).append("} ");
    page.append(cumulative[cumulative.length - 1]).append('\n');
  }
}
