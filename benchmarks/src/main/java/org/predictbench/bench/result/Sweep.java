package org.predictbench.bench.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.predictbench.server.config.Batching;
import org.predictbench.server.config.Build;
import org.predictbench.server.config.SpelledConfig;
import org.predictbench.server.config.Threads;

/**
 * Cells for every combination of server settings and callers, one client for all:
 *
 * <pre>{@code
 * sweep:
 *   - client: {transport: netty-epoll}
 *     build: [native, onednn]
 *     intra_op: [1, half, auto]
 *     inter_op: [1, auto]
 *     callers: [1, 8]
 *     # and to have the server batch: all three of
 *     max_batch_size: [4]
 *     batch_timeout_micros: [0, 2000]
 *     batch_threads: [auto]
 * }</pre>
 *
 * <p>{@code auto} is the number of processors, {@code half} half of it, and 0 what the server takes
 * by itself; values that come to the same on a small machine make one cell.
 */
final class Sweep {
  private static final List<String> OFF = List.of("0");

  private final String source;
  private final int processors;

  /**
   * A reader of sweeps.
   *
   * @param source the file's name, for error messages
   */
  Sweep(String source, int processors) {
    this.source = source;
    this.processors = processors;
  }

  /** The cells of all blocks, in the order in which the lists have them. */
  List<Cell> cells(JsonNode blocks) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      cells.addAll(block(new YamlFields("%s: sweep[%d]".formatted(source, i), blocks.get(i))));
    }
    return cells;
  }

  private List<Cell> block(YamlFields fields) {
    Map<String, String> client = fields.textMap("client");
    Set<Integer> callers = counts(fields, "callers", List.of("1"));
    List<Cell> cells = new ArrayList<>();
    for (Build build : builds(fields)) {
      for (int intraOp : counts(fields, "intra_op", OFF)) {
        for (int interOp : counts(fields, "inter_op", OFF)) {
          for (Batching batching : batchings(fields)) {
            Threads threads = new Threads(intraOp, interOp);
            String server = SpelledConfig.name(build, threads, batching);
            for (int several : callers) {
              cells.add(
                  new Cell(
                      server + "-c" + several,
                      step(build, threads, batching),
                      client,
                      server,
                      CellKind.of(CellKind.DEFAULT),
                      new Workload(several, 0, 0)));
            }
          }
        }
      }
    }
    fields.rejectUnknown();
    return cells;
  }

  private static String step(Build build, Threads threads, Batching batching) {
    String step =
        "%s, intra %d, inter %d".formatted(build.label(), threads.intraOp(), threads.interOp());
    return batching.enabled()
        ? "%s, batch %d, wait %s ms, run at once %d"
            .formatted(
                step,
                batching.maxBatchSize(),
                // Whole milliseconds read as such.
                Double.toString(batching.timeoutMicros() / 1e3).replaceFirst("\\.0$", ""),
                batching.threads())
        : step;
  }

  private List<Build> builds(YamlFields fields) {
    List<Build> builds = new ArrayList<>();
    for (String label : fields.textsOr("build", List.of("native"))) {
      builds.add(
          Build.labelled(label)
              .orElseThrow(
                  () ->
                      fields.error(
                          "build", "unknown '%s'; known: %s".formatted(label, Build.labels()))));
    }
    return builds;
  }

  private List<Batching> batchings(YamlFields fields) {
    String size = "max_batch_size";
    List<Batching> batchings = new ArrayList<>();
    Set<Integer> timeouts = counts(fields, "batch_timeout_micros", OFF);
    Set<Integer> threads = counts(fields, "batch_threads", OFF);
    if (!fields.has(size)) {
      return List.of(Batching.OFF);
    }
    for (int max : counts(fields, size, OFF)) {
      for (int timeout : timeouts) {
        for (int atOnce : threads) {
          batchings.add(new Batching(true, max, timeout, atOnce));
        }
      }
    }
    return batchings;
  }

  private Set<Integer> counts(YamlFields fields, String key, List<String> otherwise) {
    Set<Integer> counts = new LinkedHashSet<>();
    for (String text : fields.textsOr(key, otherwise)) {
      counts.add(
          switch (text) {
            case "auto" -> processors;
            case "half" -> Math.max(1, processors / 2);
            default -> number(fields, key, text);
          });
    }
    return counts;
  }

  private static int number(YamlFields fields, String key, String text) {
    if (!text.matches("\\d{1,7}")) {
      throw fields.error(key, "expected numbers, half or auto, found " + text);
    }
    return Integer.parseInt(text);
  }
}
