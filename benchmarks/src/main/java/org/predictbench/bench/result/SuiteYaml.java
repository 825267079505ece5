package org.predictbench.bench.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.process.CallerThreads;
import org.predictbench.server.config.Jvm;

/**
 * A suite as a YAML file, read strictly. A {@link Sweep} in it becomes cells. Axis and server names
 * are checked by those who know them, the client library and the server configs, when a run is
 * planned.
 */
public final class SuiteYaml {
  private static final Duration NO_STUB_WARMUP = Duration.ZERO;
  private static final String CALLER_THREADS = "caller_threads";
  private static final String CELL_NAME = "[a-z0-9][a-z0-9._-]*";

  private SuiteYaml() {}

  /**
   * Parses and checks a suite.
   *
   * @param source the file's name, for error messages
   * @throws InputException in one line with file, key and what is allowed
   */
  public static Suite read(String source, String yaml) {
    YamlFields top = fields(source, yaml);
    List<Cell> cells = new ArrayList<>();
    for (JsonNode node : top.list("cells")) {
      cells.add(cell(new YamlFields(source + ": cells[" + cells.size() + "]", node)));
    }
    if (top.has("sweep")) {
      Sweep sweep = new Sweep(source, Runtime.getRuntime().availableProcessors());
      sweep.cells(top.list("sweep")).stream()
          .filter(cell -> cells.stream().noneMatch(cell::sameWork))
          .toList()
          .forEach(cells::add);
    }
    Listing listing = Listing.read(top);
    if (!top.has("sweep")) {
      // A sweep's cells are named by the machine's cores: elsewhere they may be others.
      List<String> names = cells.stream().map(Cell::name).toList();
      Stream.concat(listing.headline().stream(), listing.against().stream())
          .filter(cell -> !names.contains(cell))
          .findFirst()
          .ifPresent(
              cell -> {
                throw top.error("headline, against", "unknown cell '" + cell + "'");
              });
    }
    Suite suite =
        new Suite(
            top.text("name"),
            top.text("question"),
            top.text("model"),
            top.positive("batch_size"),
            protocol(top),
            top.text("baseline"),
            top.text("control"),
            top.decimal("max_control_half_width"),
            top.decimal("tolerance"),
            cells,
            listing);
    top.rejectUnknown();
    check(source, suite);
    return suite;
  }

  /** How a suite's runs are listed; its cells are not looked at. */
  static Listing listing(String source, String yaml) {
    return Listing.read(fields(source, yaml));
  }

  /** What the author of a suite is to change in it, a line each. */
  static List<String> notes(String source, String yaml) {
    return FormerKeys.notes(source, YamlFields.parse(source, yaml));
  }

  private static YamlFields fields(String source, String yaml) {
    return new YamlFields(source, FormerKeys.rename(source, YamlFields.parse(source, yaml)));
  }

  private static Protocol protocol(YamlFields top) {
    int rounds = top.positive("rounds");
    int mostRounds = top.positiveOr("most_rounds", rounds);
    if (mostRounds < rounds) {
      throw top.error("most_rounds", "is less than rounds, " + rounds);
    }
    return new Protocol(
        rounds,
        mostRounds,
        top.durationOr("stub_warmup", NO_STUB_WARMUP),
        top.duration("warmup"),
        top.duration("measure"),
        top.durationOr("slice", top.duration("measure")),
        top.positiveOr("baseline_slices", 1),
        comparedTime(top),
        until(top));
  }

  private static ComparedTime comparedTime(YamlFields top) {
    String id = top.textOr("compare_by", ComparedTime.P50.id());
    try {
      return ComparedTime.of(id);
    } catch (InputException e) {
      throw top.error("compare_by", e.getMessage());
    }
  }

  private static Optional<Protocol.Precision> until(YamlFields top) {
    if (!top.has("precision")) {
      return Optional.empty();
    }
    return Optional.of(new Protocol.Precision(top.decimal("precision"), top.duration("budget")));
  }

  private static Cell cell(YamlFields fields) {
    String name = fields.text("name");
    if (!name.matches(CELL_NAME)) {
      throw fields.error("name", "'" + name + "' is no file name of the form " + CELL_NAME);
    }
    Map<String, String> client = fields.textMap("client");
    CellKind kind = kind(fields, client);
    Cell cell =
        new Cell(
            name,
            fields.textOr("step", name),
            client,
            kind.needsServer() ? fields.text("server") : fields.textOr("server", Cell.NO_SERVER),
            kind,
            new Workload(
                fields.positiveOr("callers", 1),
                callerThreads(fields),
                fields.positiveOr("batch", 0),
                fields.positiveOr("values", 0),
                fields.textOr("model", ""),
                fields.textOr("signature", ""),
                fields.textsOr("outputs", List.of())),
            fields.textOr("against", ""),
            jvm(fields));
    fields.rejectUnknown();
    return cell;
  }

  private static CallerThreads callerThreads(YamlFields fields) {
    try {
      return CallerThreads.of(fields.textOr(CALLER_THREADS, CallerThreads.PLATFORM.id()));
    } catch (InputException e) {
      throw fields.error(CALLER_THREADS, e.getMessage());
    }
  }

  private static Jvm jvm(YamlFields fields) {
    if (!fields.has("jvm")) {
      return Jvm.OURS;
    }
    Map<String, String> jvm = fields.textMap("jvm");
    for (String key : jvm.keySet()) {
      if (!key.equals("home") && !key.equals("args")) {
        throw fields.error("jvm", "unknown '%s'; known: home, args".formatted(key));
      }
    }
    try {
      return Jvm.of(jvm.getOrDefault("home", ""), jvm.getOrDefault("args", ""));
    } catch (IllegalArgumentException e) {
      throw fields.error("jvm", e.getMessage());
    }
  }

  /** What its client is shows of what kind a cell is that does not say. */
  private static CellKind kind(YamlFields fields, Map<String, String> client) {
    String otherwise =
        client.containsKey("class")
            ? CellKind.OWN_CLIENT
            : client.containsKey("program") || client.containsKey("command")
                ? CellKind.PROCESS
                : CellKind.DEFAULT;
    String id = fields.textOr("kind", otherwise);
    try {
      return CellKind.of(id);
    } catch (InputException e) {
      throw fields.error("kind", e.getMessage());
    }
  }

  private static void check(String source, Suite suite) {
    if (!suite.name().matches(CELL_NAME)) {
      throw new InputException(source + ": name: no file name of the form " + CELL_NAME);
    }
    Set<String> names = new HashSet<>();
    for (Cell cell : suite.cells()) {
      if (!names.add(cell.name())) {
        throw new InputException(source + ": cells: '" + cell.name() + "' appears twice");
      }
    }
    Cell baseline = named(source, "baseline", suite.baseline(), suite);
    Cell control = named(source, "control", suite.control(), suite);
    suite.cells().stream()
        .map(Cell::against)
        .filter(against -> !against.isEmpty())
        .forEach(against -> named(source, "against", against, suite));
    if (baseline.name().equals(control.name())) {
      throw new InputException(source + ": control: is the baseline; it needs a cell of its own");
    }
    if (!control.sameWork(baseline)) {
      throw new InputException(
          source
              + ": control: client and server of '"
              + control.name()
              + "' must equal those of '"
              + baseline.name()
              + "'");
    }
  }

  private static Cell named(String source, String key, String name, Suite suite) {
    return suite
        .cell(name)
        .orElseThrow(
            () ->
                new InputException(
                    source
                        + ": "
                        + key
                        + ": unknown cell '"
                        + name
                        + "'; known: "
                        + suite.cells().stream()
                            .map(Cell::name)
                            .collect(Collectors.joining(", "))));
  }

  /** The suite as YAML that {@link #read} turns into an equal suite. */
  public static String write(Suite suite) {
    Map<String, Object> top = new LinkedHashMap<>();
    top.put("name", suite.name());
    top.put("question", suite.question());
    suite.listing().group().ifPresent(group -> top.put("group", group));
    suite.listing().headline().ifPresent(cell -> top.put("headline", cell));
    suite.listing().against().ifPresent(cell -> top.put("against", cell));
    top.put("model", suite.model());
    top.put("batch_size", suite.batchSize());
    Protocol protocol = suite.protocol();
    top.put("rounds", protocol.rounds());
    if (protocol.mostRounds() > protocol.rounds()) {
      top.put("most_rounds", protocol.mostRounds());
    }
    if (!protocol.stubWarmup().equals(NO_STUB_WARMUP)) {
      top.put("stub_warmup", millis(protocol.stubWarmup()));
    }
    top.put("warmup", millis(protocol.warmup()));
    top.put("measure", millis(protocol.measure()));
    top.put("slice", millis(protocol.slice()));
    top.put("baseline_slices", protocol.baselineSlices());
    if (protocol.comparedTime() != ComparedTime.P50) {
      top.put("compare_by", protocol.comparedTime().id());
    }
    protocol
        .until()
        .ifPresent(
            until -> {
              top.put("precision", until.halfWidth());
              top.put("budget", millis(until.budget()));
            });
    top.put("baseline", suite.baseline());
    top.put("control", suite.control());
    top.put("max_control_half_width", suite.maxControlHalfWidth());
    top.put("tolerance", suite.tolerance());
    top.put("cells", suite.cells().stream().map(SuiteYaml::asMap).toList());
    return YamlFields.write(top);
  }

  /** What was read as {@code outer.inner}, in a mapping of its own. */
  private static Map<String, Object> nested(Map<String, String> client) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Map<String, Map<String, String>> inner = new LinkedHashMap<>();
    client.forEach(
        (key, value) -> {
          int dot = key.indexOf('.');
          if (dot < 0) {
            tree.put(key, value);
          } else {
            Map<String, String> into =
                inner.computeIfAbsent(key.substring(0, dot), any -> new LinkedHashMap<>());
            tree.put(key.substring(0, dot), into);
            into.put(key.substring(dot + 1), value);
          }
        });
    return tree;
  }

  private static Map<String, Object> asMap(Cell cell) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", cell.name());
    map.put("step", cell.step());
    map.put("kind", cell.kind().id());
    if (!cell.client().isEmpty()) {
      map.put("client", nested(cell.client()));
    }
    map.put("server", cell.server());
    if (!cell.jvm().isOurs()) {
      Map<String, String> jvm = new LinkedHashMap<>();
      jvm.put("home", cell.jvm().home());
      jvm.put("args", String.join(" ", cell.jvm().args()));
      jvm.values().removeIf(String::isEmpty);
      map.put("jvm", jvm);
    }
    Workload workload = cell.workload();
    if (workload.callers() > 1) {
      map.put("callers", workload.callers());
    }
    if (workload.callerThreads() != CallerThreads.PLATFORM) {
      map.put(CALLER_THREADS, workload.callerThreads().id());
    }
    if (workload.batch() > 0) {
      map.put("batch", workload.batch());
    }
    if (workload.values() > 0) {
      map.put("values", workload.values());
    }
    if (!workload.model().isEmpty()) {
      map.put("model", workload.model());
    }
    if (!workload.signature().isEmpty()) {
      map.put("signature", workload.signature());
    }
    if (!workload.outputs().isEmpty()) {
      map.put("outputs", workload.outputs());
    }
    if (!cell.against().isEmpty()) {
      map.put("against", cell.against());
    }
    return map;
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + "ms";
  }
}
