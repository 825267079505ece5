package org.predictbench.bench.load.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.predictbench.bench.load.send.Arrivals;
import org.predictbench.bench.servers.ModelServers;

class LoadSuitesTest {
  @ParameterizedTest
  @MethodSource("org.predictbench.bench.load.suite.LoadSuites#shipped")
  void everyShippedSuiteIsSoundAndReadsBackAsWritten(String name) {
    ObjectNode complete = LoadSuites.complete(name, new LoadOverrides().tree());
    LoadSuite suite = LoadSuiteYaml.read(name, complete);
    assertThat(suite.name()).isEqualTo(name);
    suite.cells().forEach(cell -> ModelServers.requireConfig(cell.server()));
    ObjectNode again = LoadSuiteYaml.parse("again", LoadSuiteYaml.write(complete));
    assertThat(LoadSuiteYaml.read("again", again)).isEqualTo(suite);
  }

  @Test
  void theUserOverridesTheSuiteWhichOverridesItsScenario() {
    LoadOverrides overrides = new LoadOverrides();
    overrides.put("rate", 70.0);
    overrides.put("duration", "3s");
    overrides.put("rules.min_samples", "5");
    LoadSuite suite = LoadSuiteYaml.read("x", LoadSuites.complete("load-smoke", overrides.tree()));

    assertThat(suite.steps())
        .singleElement()
        .isEqualTo(LoadStep.open("", new Arrivals.Poisson(70)));
    assertThat(suite.duration()).isEqualTo(Duration.ofSeconds(3));
    assertThat(suite.rules().minSamples()).isEqualTo(5);
    assertThat(suite.rules().latenessP99()).isEqualTo(Duration.ofNanos(200_000));
    assertThat(suite.rules().drift()).isEqualTo(2);
  }

  @Test
  void mistakesAreOneLineWithWhatWouldBeRight() {
    refused("rate", "fast", "rate: expected numbers above 0, found 'fast'");
    refused("rate", "50,,100", "rate: expected numbers above 0, found ''");
    refused("rate", "[50, 100, 50]", "rate: the same value twice");
    refused("arrivals", "phases", "name the phases, such as 'ramp 50..400 in 60s");
    refused("arrivals", "ramp up", "is no phase of the form");
    refused("percentiles", "50,100", "percentiles: each lies between 0 and 100");
    refused("require", "[fast]", "is no requirement of the form p99<50ms or failed<0.1%");
    refused("arrivals", "often", "known: poisson, uniform, replay, phases, closed, flood");
    refused("arrivals", "replay", "replay: missing");
    refused("speed", "7", "speed: unknown key");
    refused("slo", "soon", "of the form p99<50ms");
    refused("rules.latency", "1ms", "rules: latency: unknown key");
    refused("faults", "[{kind: rain, at: 1s, lasts: 1s}]", "known: stall, slow, refuse, kill");
    assertThatThrownBy(() -> LoadSuites.load("nope")).hasMessageContaining("known: load-smoke");
  }

  @Test
  void severalRatesAreSteps() {
    LoadOverrides overrides = new LoadOverrides();
    overrides.put("rate", "50,100.5,200");
    LoadSuite suite = LoadSuiteYaml.read("x", LoadSuites.complete("load-smoke", overrides.tree()));
    assertThat(suite.steps()).extracting(LoadStep::name).containsExactly("50", "100.5", "200");
    assertThat(suite.load()).isEqualTo("poisson, 50/s, then poisson, 100.5/s, then poisson, 200/s");
    overrides.put("slo", "p99<50ms");
    assertThatThrownBy(
            () -> LoadSuiteYaml.read("x", LoadSuites.complete("load-smoke", overrides.tree())))
        .hasMessageContaining("give one 'rate'");
  }

  @Test
  void severalCallersAreSteps() {
    LoadOverrides overrides = new LoadOverrides();
    overrides.put("arrivals", "closed");
    overrides.put("callers", "1,2");
    LoadSuite suite = LoadSuiteYaml.read("x", LoadSuites.complete("load-smoke", overrides.tree()));
    assertThat(suite.steps()).extracting(LoadStep::callers).containsExactly(1, 2);
    overrides.put("callers", "1.5");
    assertThatThrownBy(
            () -> LoadSuiteYaml.read("x", LoadSuites.complete("load-smoke", overrides.tree())))
        .hasMessageContaining("expected whole numbers, found 1.5");
  }

  @Test
  void phasesHaveTheirOwnDuration() {
    LoadOverrides overrides = new LoadOverrides();
    overrides.put("arrivals", "ramp 50..400 in 60s; burst 800 for 5s");
    LoadSuite suite = LoadSuiteYaml.read("x", LoadSuites.complete("load-smoke", overrides.tree()));
    assertThat(suite.duration()).isEqualTo(Duration.ofSeconds(65));
    assertThat(suite.pattern()).isEqualTo(LoadSuite.Pattern.PHASES);
    overrides.put("slo", "p99<50ms");
    assertThatThrownBy(
            () -> LoadSuiteYaml.read("x", LoadSuites.complete("load-smoke", overrides.tree())))
        .hasMessageContaining("searched for with poisson, uniform or replay");
  }

  @Test
  void whatTheRulesAllowToFailIsRequiredToo() {
    LoadOverrides overrides = new LoadOverrides();
    overrides.put("rules.failed", "0.01");
    overrides.putAll("require", List.of("p99<50ms"));
    assertThat(gate(overrides)).containsExactly("p99<50ms", "failed<1%");
    overrides.putAll("require", List.of("p99<50ms", "failed<2%"));
    assertThat(gate(overrides)).containsExactly("p99<50ms", "failed<2%");
    overrides.put("slo", "p99<50ms");
    assertThatThrownBy(() -> gate(overrides)).hasMessageContaining("give one");
  }

  private static List<String> gate(LoadOverrides overrides) {
    return LoadSuiteYaml.read("x", LoadSuites.complete("load-smoke", overrides.tree()))
        .gate()
        .orElseThrow()
        .requirements()
        .stream()
        .map(Object::toString)
        .toList();
  }

  private static void refused(String key, String value, String message) {
    LoadOverrides overrides = new LoadOverrides();
    overrides.put(key, value);
    assertThatThrownBy(
            () -> LoadSuiteYaml.read("x", LoadSuites.complete("load-smoke", overrides.tree())))
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
