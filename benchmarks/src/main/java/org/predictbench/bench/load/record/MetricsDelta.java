package org.predictbench.bench.load.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server's Prometheus metrics grew by from the first sample of a load to the last one.
 *
 * @param growth series, with its labels, to how much it grew
 */
public record MetricsDelta(Map<String, Double> growth) {
  private static final Pattern LINE = Pattern.compile("([^,]+),\"(.*)\",([^,]+)");
  private static final Pattern SERIES = Pattern.compile("([^{]+)_(bucket|sum|count)(\\{.*)?");
  private static final Pattern BOUND = Pattern.compile("[{,]le=\"([^\"]+)\"");

  /**
   * Reads the samples that were kept of a load.
   *
   * @return empty if there are not two
   */
  public static Optional<MetricsDelta> read(Path csv) throws IOException {
    Map<String, Double> first = new HashMap<>();
    Map<String, Double> last = new HashMap<>();
    String firstTime = null;
    String lastTime = null;
    for (String line : Files.readAllLines(csv)) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        // The heading, or a gap.
        continue;
      }
      String time = matcher.group(1);
      firstTime = firstTime == null ? time : firstTime;
      if (!time.equals(lastTime)) {
        lastTime = time;
        last = new HashMap<>();
      }
      double value = number(matcher.group(3));
      String series = matcher.group(2).replace("\"\"", "\"");
      last.put(series, value);
      if (time.equals(firstTime)) {
        first.put(series, value);
      }
    }
    if (firstTime == null || firstTime.equals(lastTime)) {
      return Optional.empty();
    }
    Map<String, Double> growth = new TreeMap<>();
    // One that was not there yet began at 0.
    last.forEach((series, value) -> growth.put(series, value - first.getOrDefault(series, 0.0)));
    return Optional.of(new MetricsDelta(growth));
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.NaN;
    }
  }

  /**
   * A histogram's growth.
   *
   * @param buckets upper bound to how many were at most that
   */
  public record Histogram(double count, double sum, TreeMap<Double, Double> buckets) {
    /** NaN if nothing was counted. */
    public double mean() {
      return count > 0 ? sum / count : Double.NaN;
    }

    /**
     * A percentile, as Prometheus estimates it: as if values were even within a bucket.
     *
     * @param percentile from 0 to 100
     */
    public double percentile(double percentile) {
      double rank = percentile / 100 * count;
      double below = 0;
      double from = 0;
      for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
        if (bucket.getValue() >= rank && bucket.getValue() > below) {
          double to = bucket.getKey();
          return Double.isInfinite(to)
              ? from
              : from + (to - from) * (rank - below) / (bucket.getValue() - below);
        }
        below = bucket.getValue();
        from = bucket.getKey();
      }
      return Double.NaN;
    }
  }

  /**
   * All series of a histogram that have that label, added up.
   *
   * @param name such as {@code :tensorflow:serving:request_latency}
   * @param label such as {@code model_name="m"}; empty for all
   * @return empty if the server has none, or it counted nothing
   */
  public Optional<Histogram> histogram(String name, String label) {
    double count = 0;
    double sum = 0;
    TreeMap<Double, Double> buckets = new TreeMap<>();
    for (Map.Entry<String, Double> each : growth.entrySet()) {
      Matcher series = SERIES.matcher(each.getKey());
      if (!series.matches() || !series.group(1).equals(name)) {
        continue;
      }
      String labels = series.group(3) == null ? "" : series.group(3);
      if (!labels.contains(label)) {
        continue;
      }
      switch (series.group(2)) {
        case "count" -> count += each.getValue();
        case "sum" -> sum += each.getValue();
        default -> {
          Matcher bound = BOUND.matcher(labels);
          if (bound.find()) {
            buckets.merge(number(bound.group(1)), each.getValue(), Double::sum);
          }
        }
      }
    }
    // One that was started anew meanwhile counts from 0 again.
    boolean hasFallen = count < 0 || buckets.values().stream().anyMatch(value -> value < 0);
    return count > 0 && !hasFallen
        ? Optional.of(new Histogram(count, sum, buckets))
        : Optional.empty();
  }
}
