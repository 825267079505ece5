package org.predictbench.bench.load.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.DoubleFunction;
import org.predictbench.bench.load.send.Arrivals;
import org.predictbench.bench.load.send.Phases;
import org.predictbench.bench.load.send.ReplayFile;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.result.YamlFields;

/**
 * The keys of a suite that say what arrives when: {@code arrivals}, {@code rate}, {@code callers},
 * {@code replay}, {@code duration}.
 *
 * @param duration of each step
 */
record LoadSteps(LoadSuite.Pattern pattern, List<LoadStep> steps, Duration duration) {

  static LoadSteps read(YamlFields top) {
    List<Double> rates = numbers(top, "rate");
    List<Double> callers = numbers(top, "callers");
    Duration duration = top.duration("duration");
    int inFlight = top.positive("in_flight");
    String replay = top.textOr("replay", "");
    if (Phases.isMeant(top.textOr("arrivals", ""))) {
      Phases phases = Phases.parse(top.text("arrivals"));
      return new LoadSteps(
          LoadSuite.Pattern.PHASES, List.of(LoadStep.open("", phases)), phases.duration());
    }
    LoadSuite.Pattern pattern =
        top.choice("arrivals", LoadSuite.Pattern.values(), LoadSuite.Pattern.POISSON);
    if (pattern == LoadSuite.Pattern.REPLAY && replay.isEmpty()) {
      throw top.error("replay", "missing: the file of arrival times");
    }
    List<LoadStep> steps =
        switch (pattern) {
          case POISSON -> open(top, rates, Arrivals.Poisson::new);
          case UNIFORM -> open(top, rates, Arrivals.Uniform::new);
          case REPLAY -> List.of(LoadStep.open("", ReplayFile.read(Path.of(replay))));
          case PHASES ->
              throw top.error(
                  "arrivals", "name the phases, such as 'ramp 50..400 in 60s; burst 800 for 5s'");
          case CLOSED -> closed(top, callers);
          case FLOOD -> List.of(LoadStep.flood(inFlight));
        };
    return new LoadSteps(pattern, steps, duration);
  }

  /** Where a search begins. */
  double firstRate() {
    return steps.get(0).arrivals().map(Arrivals::rate).orElse(1.0);
  }

  private static List<LoadStep> open(
      YamlFields top, List<Double> rates, DoubleFunction<Arrivals> arrivals) {
    requireDifferent(top, "rate", rates);
    List<LoadStep> steps = new ArrayList<>();
    for (double rate : rates) {
      steps.add(
          LoadStep.open(rates.size() == 1 ? "" : Numbers.trimmed(rate), arrivals.apply(rate)));
    }
    return steps;
  }

  private static List<LoadStep> closed(YamlFields top, List<Double> counts) {
    requireDifferent(top, "callers", counts);
    List<LoadStep> steps = new ArrayList<>();
    for (double count : counts) {
      int callers = (int) count;
      if (callers != count) {
        throw top.error("callers", "expected whole numbers, found " + Numbers.trimmed(count));
      }
      String name = callers + (callers == 1 ? "-caller" : "-callers");
      steps.add(LoadStep.closed(counts.size() == 1 ? "" : name, callers));
    }
    return steps;
  }

  private static void requireDifferent(YamlFields top, String key, List<Double> values) {
    // By their names, which files have.
    if (new HashSet<>(values.stream().map(Numbers::trimmed).toList()).size() < values.size()) {
      throw top.error(key, "the same value twice");
    }
  }

  /** One number above 0, or several: a list, or text with commas, as on the command line. */
  static List<Double> numbers(YamlFields top, String key) {
    JsonNode node = top.optional(key);
    List<Double> numbers = new ArrayList<>();
    if (node.isTextual() || node.isArray()) {
      List<String> texts =
          node.isArray() ? top.textsOr(key, List.of()) : List.of(node.asText().split(",", -1));
      for (String text : texts) {
        numbers.add(number(top, key, text.strip()));
      }
    } else {
      numbers.add(top.decimal(key));
    }
    return numbers;
  }

  private static double number(YamlFields top, String key, String text) {
    try {
      double number = Double.parseDouble(text);
      if (number > 0 && Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw top.error(key, "expected numbers above 0, found '" + text + "'");
  }
}
