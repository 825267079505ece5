package org.predictbench.bench.load.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
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

    assertThat(suite.arrivals()).contains(new Arrivals.Poisson(70));
    assertThat(suite.duration()).isEqualTo(Duration.ofSeconds(3));
    assertThat(suite.rules().minSamples()).isEqualTo(5);
    assertThat(suite.rules().latenessP99()).isEqualTo(Duration.ofNanos(200_000));
    assertThat(suite.rules().drift()).isEqualTo(2);
  }

  @Test
  void mistakesAreOneLineWithWhatWouldBeRight() {
    refused("rate", "fast", "rate: expected a number");
    refused("arrivals", "often", "known: poisson, uniform, replay, closed, flood");
    refused("arrivals", "replay", "replay: missing");
    refused("speed", "7", "speed: unknown key");
    refused("slo", "soon", "of the form p99<50ms");
    refused("rules.latency", "1ms", "rules: latency: unknown key");
    refused("faults", "[{kind: rain, at: 1s, lasts: 1s}]", "known: stall, slow, refuse, kill");
    assertThatThrownBy(() -> LoadSuites.load("nope")).hasMessageContaining("known: load-smoke");
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
