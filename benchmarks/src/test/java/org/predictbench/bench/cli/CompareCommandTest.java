package org.predictbench.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

/** Exit codes and formats of {@code compare}, on run directories. */
class CompareCommandTest {
  private static final Suite SUITE = Synthetic.suite(6);

  @TempDir Path results;
  private Path base;
  private Path slower;

  private record Outcome(int exitCode, String out, String err) {}

  @BeforeEach
  void runs() throws Exception {
    base = Synthetic.run(results, SUITE, forks(1));
    slower =
        Synthetic.run(
            results,
            SUITE,
            Synthetic.change(forks(2), "fast", fork -> Synthetic.slowedBy(fork, 1.2)));
  }

  @Test
  void aDifferenceFailsOnlyWhereItIsAskedToAndLargeEnough() {
    assertThat(compare("--relative").exitCode()).isZero();
    assertThat(compare("--relative", "--fail-above", "50%").exitCode()).isZero();
    Outcome failed = compare("--relative", "--fail-above", "5%");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err().strip()).isEqualTo("slower than 5% allows: fast");
  }

  @Test
  void tellsTheSameInEveryFormat() throws Exception {
    assertThat(compare("--relative").out()).containsPattern("fast .* slower\\n");
    assertThat(compare("--relative", "--format", "markdown").out())
        .startsWith("# Comparison\n")
        .containsPattern("\\| fast \\| .* \\| slower \\|\\n");
    JsonNode json = Json.mapper().readTree(compare("--relative", "--format", "json").out());
    assertThat(json.path("sound").asBoolean()).isTrue();
    JsonNode fast = json.path("cells").get(2);
    assertThat(fast.path("cell").asText()).isEqualTo("fast");
    assertThat(fast.path("finding").asText()).isEqualTo("slower");
    assertThat(fast.at("/ratio/ci_low").asDouble()).isBetween(1.0, 1.2);
    assertThat(fast.at("/ratio/ci_high").asDouble()).isGreaterThan(1.2);
  }

  @Test
  void anInvalidRunIsNoGroundForAComparison() throws Exception {
    slower =
        Synthetic.run(
            results,
            SUITE,
            Synthetic.change(forks(2), "control", fork -> Synthetic.slowedBy(fork, 2)));
    Outcome outcome = compare("--relative");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).contains(": INVALID: A/A control");
  }

  @Test
  void whatCannotBeUsedIsOneLineAndExitCodeTwo() {
    refused("expected a percentage such as 5%", "--fail-above", "0.05");
    base = results.resolve("nowhere");
    refused("no run directory");
  }

  private void refused(String expected, String... options) {
    Outcome outcome = compare(options);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains(expected);
    assertThat(outcome.err().lines()).hasSize(1);
  }

  private Outcome compare(String... options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> arguments =
        new ArrayList<>(List.of("compare", base.toString(), slower.toString()));
    arguments.addAll(List.of(options));
    int exitCode =
        Cli.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  private static List<ForkRecord> forks(long seed) {
    return Synthetic.forks(SUITE, seed, 200, 0.01);
  }
}
