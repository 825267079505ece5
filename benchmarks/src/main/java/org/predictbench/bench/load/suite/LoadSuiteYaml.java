package org.predictbench.bench.load.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.load.fault.Fault;
import org.predictbench.bench.load.objective.Gate;
import org.predictbench.bench.load.objective.Requirement;
import org.predictbench.bench.load.objective.Slo;
import org.predictbench.bench.load.send.OpenLoop;
import org.predictbench.bench.load.send.Priority;
import org.predictbench.bench.own.OwnClient;
import org.predictbench.bench.plan.Likeness;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.Listing;
import org.predictbench.bench.result.Suites;
import org.predictbench.bench.result.YamlFields;
import org.predictbench.client.axis.Variant;
import org.predictbench.server.yaml.EnumNames;

/**
 * A load suite as YAML: what the scenario says, then what the suite says, then what the user says,
 * the later one before the earlier. Read strictly.
 */
public final class LoadSuiteYaml {
  private static final String NAME = "[a-z0-9][a-z0-9._-]*";
  private static final String SCENARIOS = "load/scenarios.yaml";

  private static final List<Double> USUAL_PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9);

  private LoadSuiteYaml() {}

  /** Reads YAML without looking at its keys. */
  public static ObjectNode parse(String source, String yaml) {
    if (YamlFields.parse(source, yaml) instanceof ObjectNode object) {
      return object;
    }
    throw new InputException(source + ": expected keys and values");
  }

  /** The suite with all that its scenario adds, in which every key stands. */
  public static ObjectNode complete(String source, ObjectNode suite) {
    LoadSuite.Scenario scenario =
        new YamlFields(source, suite)
            .choice("scenario", LoadSuite.Scenario.values(), LoadSuite.Scenario.SERVER);
    ObjectNode all = parse(SCENARIOS, Suites.resource(SCENARIOS));
    ObjectNode complete = ((ObjectNode) all.get("all")).deepCopy();
    merge(complete, (ObjectNode) all.get(EnumNames.of(scenario)));
    merge(complete, suite);
    return complete;
  }

  /** Puts every key of {@code over} into {@code under}; {@code rules} key by key. */
  public static void merge(ObjectNode under, ObjectNode over) {
    over.properties()
        .forEach(
            entry -> {
              if (entry.getValue() instanceof ObjectNode inner
                  && under.get(entry.getKey()) instanceof ObjectNode known) {
                merge(known, inner);
              } else {
                under.set(entry.getKey(), entry.getValue());
              }
            });
  }

  /**
   * Reads a complete suite.
   *
   * @throws InputException in one line with file, key and what is allowed
   */
  public static LoadSuite read(String source, ObjectNode complete) {
    YamlFields top = new YamlFields(source, complete);
    String name = top.text("name");
    if (!name.matches(NAME)) {
      throw top.error("name", "no file name of the form " + NAME);
    }
    LoadSteps steps = LoadSteps.read(top);
    LoadRules rules = rules(new YamlFields(source + ": rules", complete.path("rules")));
    LoadSuite suite =
        new LoadSuite(
            name,
            top.text("question"),
            top.choice("scenario", LoadSuite.Scenario.values(), LoadSuite.Scenario.SERVER),
            top.text("model"),
            top.choice("request", LoadSuite.Request.values(), LoadSuite.Request.IMAGE),
            top.positive("batch"),
            steps.pattern(),
            steps.steps(),
            top.duration("warmup"),
            steps.duration(),
            top.duration("interval"),
            new OpenLoop.Limits(
                top.positive("in_flight"), top.positive("queue"), top.positive("senders")),
            top.duration("spin"),
            top.choice("priority", Priority.values(), Priority.ORDINARY),
            top.duration("deadline"),
            new Likeness(top.decimalOr("tolerance", 0)),
            top.decimal("percentile"),
            percentiles(top),
            rules,
            search(top, steps),
            gate(top, rules),
            faults(source, top),
            cells(source, top),
            Listing.read(top));
    top.has("rules");
    top.rejectUnknown();
    if (suite.search().isPresent()) {
      refuseBeside(top, suite);
    }
    return suite;
  }

  private static void refuseBeside(YamlFields top, LoadSuite suite) {
    if (!suite.pattern().open() || suite.pattern() == LoadSuite.Pattern.PHASES) {
      throw top.error("slo", "a highest rate is searched for with poisson, uniform or replay");
    }
    if (suite.steps().size() > 1) {
      throw top.error("slo", "it searches for a rate: give one 'rate', at which it begins");
    }
    if (suite.gate().isPresent()) {
      throw top.error(
          "slo", "it searches, while 'require' judges a load of a known rate: give one");
    }
  }

  private static List<Double> percentiles(YamlFields top) {
    if (!top.has("percentiles")) {
      return USUAL_PERCENTILES;
    }
    List<Double> percentiles = LoadSteps.numbers(top, "percentiles");
    if (Set.copyOf(percentiles).size() < percentiles.size()) {
      throw top.error("percentiles", "the same one twice");
    }
    percentiles.stream()
        .filter(percentile -> percentile >= 100)
        .findFirst()
        .ifPresent(
            wrong -> {
              throw top.error("percentiles", "each lies between 0 and 100, not " + wrong);
            });
    return percentiles;
  }

  /** Of requests that fail, what the rules allow is required too, unless something else is. */
  private static Optional<Gate> gate(YamlFields top, LoadRules rules) {
    List<Requirement> requirements = new ArrayList<>();
    for (String text : top.textsOr("require", List.of())) {
      requirements.add(Requirement.parse(text));
    }
    if (requirements.isEmpty()) {
      return Optional.empty();
    }
    if (rules.failed() > 0
        && requirements.stream().noneMatch(each -> each instanceof Requirement.Failed)) {
      requirements.add(new Requirement.Failed(rules.failed()));
    }
    return Optional.of(new Gate(requirements));
  }

  private static LoadRules rules(YamlFields rules) {
    LoadRules read =
        new LoadRules(
            rules.duration("min_duration"),
            rules.positive("min_samples"),
            rules.duration("lateness_p99"),
            rules.decimal("generator_cpu"),
            rules.decimal("drift"),
            rules.decimalOr("failed", 0));
    rules.rejectUnknown();
    return read;
  }

  private static Optional<LoadSuite.Search> search(YamlFields top, LoadSteps steps) {
    double from = top.decimalOr("search_from", steps.firstRate());
    double precision = top.decimal("search_precision");
    int repeats = top.positive("search_repeats");
    return top.has("slo")
        ? Optional.of(new LoadSuite.Search(Slo.parse(top.text("slo")), from, precision, repeats))
        : Optional.empty();
  }

  private static List<Fault> faults(String source, YamlFields top) {
    List<Fault> faults = new ArrayList<>();
    if (top.has("faults")) {
      for (JsonNode node : top.list("faults")) {
        YamlFields fields = new YamlFields(source + ": faults[" + faults.size() + "]", node);
        fields.text("kind");
        faults.add(
            new Fault(
                fields.choice("kind", Fault.Kind.values(), Fault.Kind.STALL),
                fields.duration("at"),
                fields.duration("lasts"),
                fields.durationOr("by", Duration.ZERO)));
        fields.rejectUnknown();
      }
    }
    return faults;
  }

  private static List<Cell> cells(String source, YamlFields top) {
    List<Cell> cells = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode node : top.list("cells")) {
      YamlFields fields = new YamlFields(source + ": cells[" + cells.size() + "]", node);
      String name = fields.text("name");
      if (!name.matches(NAME) || !names.add(name)) {
        throw fields.error("name", "'" + name + "' appears twice, or is not of the form " + NAME);
      }
      Map<String, String> client = fields.textMap("client");
      boolean own = client.containsKey(OwnClient.CLASS);
      cells.add(
          new Cell(
              name,
              fields.textOr("step", name),
              client,
              fields.text("server"),
              CellKind.of(own ? CellKind.OWN_CLIENT : CellKind.DEFAULT)));
      fields.rejectUnknown();
      if (own) {
        var unused = OwnClient.options(client);
      } else {
        requireAvailable(fields, Variant.parse(client));
      }
    }
    return cells;
  }

  private static void requireAvailable(YamlFields fields, Variant variant) {
    variant
        .unavailable()
        .ifPresent(
            why -> {
              throw fields.error("client", "cannot run here: " + why);
            });
  }

  /** As YAML that reads back to the same. */
  public static String write(ObjectNode complete) {
    return YamlFields.write(complete);
  }
}
