package org.predictbench.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.Interval;
import org.predictbench.bench.load.record.IntervalLog;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.report.Table;

/** Adds up the logs of several generators: the histogram that one recorder of all would have. */
public final class Merge {
  private static final String LOG = ".hlog";

  private Merge() {}

  /**
   * Reads all, and tells what they come to.
   *
   * @param sources logs, or directories of which every log counts
   * @param target where the merged log is written; null for nowhere
   * @throws InputException if there is no log, or one cannot be read
   */
  public static String of(List<Path> sources, Path target) throws IOException {
    List<Path> logs = new ArrayList<>();
    for (Path source : sources) {
      List<Path> found = logs(source);
      if (found.isEmpty()) {
        throw new InputException("no " + LOG + " in " + source);
      }
      logs.addAll(found);
    }
    if (logs.isEmpty()) {
      throw new InputException("nothing to merge: name logs, or run directories");
    }
    if (target != null && Files.exists(target)) {
      throw new InputException(target + " exists already; name another file with --out");
    }
    List<Interval> all = new ArrayList<>();
    logs.forEach(log -> all.addAll(IntervalLog.read(log)));
    if (target != null) {
      IntervalLog.write(target, all);
    }
    return table(IntervalLog.total(all)).terminal()
        + "%d logs, %d intervals".formatted(logs.size(), all.size())
        + (target == null ? "" : " in " + target);
  }

  private static List<Path> logs(Path source) throws IOException {
    if (!Files.isDirectory(source)) {
      return List.of(source);
    }
    try (Stream<Path> files = Files.walk(source)) {
      return files.filter(file -> file.toString().endsWith(LOG)).sorted().toList();
    }
  }

  private static Table table(Histograms total) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "count", "p50", "p90", "p99", "p99.9", "max"));
    for (Tag tag : Tag.values()) {
      List<String> row = new ArrayList<>();
      row.add(tag.id());
      row.add(Long.toString(total.of(tag).getTotalCount()));
      for (double percentile : new double[] {50, 90, 99, 99.9, 100}) {
        row.add(Numbers.time(total.micros(tag, percentile)));
      }
      rows.add(row);
    }
    return Table.of(rows);
  }
}
