package org.predictbench.bench.stats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;

/**
 * In what two runs differ beside their times. Machine, workload and protocol must agree, or times
 * say nothing about the software; software may differ, since that is what one compares.
 */
final class RunDifferences {
  private static final String UNKNOWN = "unknown";

  private static final List<String> SERVER =
      List.of(
          "tensorflow",
          "java",
          "intra_op",
          "inter_op",
          "one_dnn",
          "isa_taken",
          "environment",
          "target");

  private final MeasuredRun base;
  private final MeasuredRun candidate;
  private final List<Difference> found = new ArrayList<>();

  private RunDifferences(MeasuredRun base, MeasuredRun candidate) {
    this.base = base;
    this.candidate = candidate;
  }

  /** What keeps all cells from being compared. */
  static List<Difference> forbidding(MeasuredRun base, MeasuredRun candidate) {
    RunDifferences differences = new RunDifferences(base, candidate);
    differences.found.addAll(MachineDifferences.of(base.environment(), candidate.environment()));
    Suite one = base.summary().suite();
    Suite two = candidate.summary().suite();
    differences.check("model", one.model(), two.model());
    differences.check("batch size", one.batchSize(), two.batchSize());
    differences.check("image", base.image(), candidate.image());
    if (base.requests().isPresent() && candidate.requests().isPresent()) {
      differences.check("requests", base.requests().get(), candidate.requests().get());
    }
    differences.check("stub_warmup", one.protocol().stubWarmup(), two.protocol().stubWarmup());
    differences.check("warm-up", one.protocol().warmup(), two.protocol().warmup());
    differences.check("measured time", one.protocol().measure(), two.protocol().measure());
    differences.check("slice", one.protocol().slice(), two.protocol().slice());
    differences.check(
        "compare_by", one.protocol().comparedTime().id(), two.protocol().comparedTime().id());
    return List.copyOf(differences.found);
  }

  /** What keeps one cell from being compared. */
  static List<Difference> forbidding(MeasuredRun base, MeasuredRun candidate, Cell one, Cell two) {
    RunDifferences differences = new RunDifferences(base, candidate);
    differences.check("kind", one.kind().id(), two.kind().id());
    differences.check("callers", one.callers(), two.callers());
    differences.check(
        "caller_threads", one.workload().callerThreads().id(), two.workload().callerThreads().id());
    String model = server(base, one).path("model_sha256").asText(UNKNOWN);
    String other = server(candidate, two).path("model_sha256").asText(UNKNOWN);
    // Neither may know it, as of a server that somebody else runs; the one alone is no sameness.
    if (!model.equals(other)) {
      differences.found.add(new Difference("model's SHA-256", model, other));
    }
    return List.copyOf(differences.found);
  }

  /** What differs and may: the candidate's reason to exist. */
  static List<Difference> allowed(MeasuredRun base, MeasuredRun candidate) {
    RunDifferences differences = new RunDifferences(base, candidate);
    TreeSet<String> keys = new TreeSet<>();
    base.environment().path("client").fieldNames().forEachRemaining(keys::add);
    candidate.environment().path("client").fieldNames().forEachRemaining(keys::add);
    keys.forEach(key -> differences.inEnvironment("client", key));
    for (Cell cell : base.summary().suite().cells()) {
      candidate
          .summary()
          .suite()
          .cell(cell.name())
          .ifPresent(other -> differences.inSoftware(cell, other));
    }
    return differences.found.stream().distinct().toList();
  }

  private void inSoftware(Cell one, Cell two) {
    check(one.name() + ": client", one.client(), two.client());
    check(one.name() + ": server", one.server(), two.server());
    if (one.server().equals(two.server())) {
      for (String key : SERVER) {
        check(
            "server " + one.server() + ": " + key,
            text(server(base, one), key),
            text(server(candidate, two), key));
      }
    }
  }

  private void inEnvironment(String part, String key) {
    check(
        part + " " + key,
        text(base.environment().path(part), key),
        text(candidate.environment().path(part), key));
  }

  private void check(String what, Object one, Object two) {
    // What one run's version did not record, or could not read, is no difference.
    if (!one.equals(two) && isKnown(one) && isKnown(two)) {
      found.add(new Difference(what, plain(one), plain(two)));
    }
  }

  private static boolean isKnown(Object value) {
    return !value.equals(UNKNOWN) && !value.equals("unavailable");
  }

  private static String plain(Object value) {
    if (value instanceof Duration duration) {
      return duration.toMillis() + " ms";
    }
    return value instanceof Map<?, ?> map ? map.toString() : Objects.toString(value);
  }

  private static JsonNode server(MeasuredRun run, Cell cell) {
    return run.environment().path("servers").path(cell.server());
  }

  private static String text(JsonNode object, String key) {
    JsonNode value = object.path(key);
    if (value.isMissingNode()) {
      return UNKNOWN;
    }
    return value.isValueNode() ? value.asText() : sorted(value).toString();
  }

  /** An object's keys have no order, and another JVM may write them in another one. */
  private static JsonNode sorted(JsonNode value) {
    if (!value.isObject()) {
      return value;
    }
    ObjectNode sorted = JsonNodeFactory.instance.objectNode();
    value.properties().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(key -> sorted.set(key.getKey(), key.getValue()));
    return sorted;
  }
}
