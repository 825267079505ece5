package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.host.HostCheck;
import org.predictbench.bench.host.Jitter;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Transport;

/** A run goes on only where it began, and what is recorded of that stays as it is. */
class ResumptionTest {
  private static final Suite SUITE = Synthetic.suite(3);

  @TempDir private Path results;

  @Test
  void goesOnWhereItBegan() throws Exception {
    Path run = stopped(environment("A", "24683656 kB", "c1"));
    Resumption resumption = Resumption.of(run);
    assertThat(resumption.isFinished()).isFalse();
    // A boot of the same machine may find a few kilobytes more or less.
    assertThatCode(() -> resumption.requireSame(environment("A", "24683648 kB", "c1")))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherMachineOrBuildIsRefusedByName() throws Exception {
    Path run = stopped(environment("A", "24683656 kB", "c1"));
    refused(run, environment("B", "24683656 kB", "c1"), "machine cpu (A, then B)");
    refused(run, environment("A", "12683656 kB", "c1"), "machine memory");
    refused(run, environment("A", "24683656 kB", "c2"), "client commit");
    ObjectNode nobody = environment("A", "24683656 kB", "c1");
    nobody.remove("machine");
    refused(run, nobody, "machine cpu (A, then not recorded)");
  }

  @Test
  void damagedRecordsAreRefused() throws Exception {
    Path run = stopped(environment("A", "24683656 kB", "c1"));
    Path record = run.resolve("rounds/001/fast.json");
    Files.writeString(record, Files.readString(record).replace("3.5", "4.5"));
    refused(run, environment("A", "24683656 kB", "c1"), "rounds/001/fast.json: changed");
  }

  @Test
  void withoutAnEnvironmentNobodyKnowsWhereItBegan() throws Exception {
    Path run = stopped(environment("A", "24683656 kB", "c1"));
    Files.delete(run.resolve("environment.json"));
    refused(run, environment("A", "24683656 kB", "c1"), "environment.json is missing");
  }

  @Test
  void aRoundThatIsNotWholeIsRefused() throws Exception {
    RunDirectory run = RunDirectory.open(stopped(environment("A", "1 kB", "c1")));
    List<ForkRecord> forks = Synthetic.forks(SUITE, 1, 20, 0.01);
    run.writeRound(
        2, forks.stream().filter(f -> f.round() == 2).limit(2).toList(), Optional.empty());
    refused(
        run.path(), environment("A", "1 kB", "c1"), "round 2 holds the records of 2 of 5 cells");
  }

  @Test
  void aFinishedRunHasNothingLeft() throws Exception {
    Path run = Synthetic.run(results, SUITE, Synthetic.forks(SUITE, 1, 20, 0.01));
    assertThat(Resumption.of(run).isFinished()).isTrue();
  }

  @Test
  void whereItBeganIsWrittenOnce() throws Exception {
    ObjectNode first = environment("A", "24683656 kB", "c1");
    Path run = stopped(first);
    ObjectNode second = environment("A", "24683648 kB", "c1");
    RunDirectory directory = RunDirectory.open(run);
    HostCheck host = new HostCheck(List.of("others are at work"), new Jitter(0, 0, 0));
    RunEnvironment.begin(directory, second, host, Clock.systemUTC());

    assertThat(directory.environment().path("machine")).isEqualTo(first.path("machine"));
    assertThat(directory.environment().path("resumed")).hasSize(1);
    assertThat(directory.environment().path("resumed").path(0).toString())
        .contains("others are at work");
  }

  @Test
  void aModelThatIsReplacedInMidRunIsNoticed() throws Exception {
    RunDirectory directory = RunDirectory.open(stopped(environment("A", "1 kB", "c1")));
    HostCheck host = new HostCheck(List.of(), new Jitter(0, 0, 0));
    RunEnvironment run =
        RunEnvironment.begin(directory, environment("A", "1 kB", "c1"), host, Clock.systemUTC());
    run.started("native", server("aa"));
    run.started("native", server("aa"));
    assertThatThrownBy(() -> run.started("native", server("bb")))
        .hasMessageContaining("model_sha256 was \"aa\" and is \"bb\"");
  }

  private static ServerUnderTest server(String modelHash) {
    return new ServerUnderTest() {
      @Override
      public String model() {
        return "m";
      }

      @Override
      public Optional<String> stubModel() {
        return Optional.empty();
      }

      @Override
      public Target target(Transport transport) {
        throw new AssertionError("nobody calls it");
      }

      @Override
      public Long peakRssBytes() {
        return 7L;
      }

      @Override
      public Map<String, Object> facts() {
        return Map.of("model_sha256", modelHash);
      }

      @Override
      public void close() {}
    };
  }

  private static void refused(Path run, ObjectNode now, String why) {
    assertThatThrownBy(() -> Resumption.of(run).requireSame(now))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("start a new run");
  }

  /** A run of which one round of three was measured. */
  private Path stopped(ObjectNode environment) throws Exception {
    List<ForkRecord> forks =
        Synthetic.forks(SUITE, 1, 20, 0.01).stream().filter(fork -> fork.round() == 1).toList();
    RunDirectory run =
        RunDirectory.create(
            results, SUITE, Clock.systemUTC(), () -> Long.toHexString(System.nanoTime()));
    run.writeEnvironment(environment);
    run.writeRound(1, forks, Optional.empty());
    return run.path();
  }

  private static ObjectNode environment(String cpu, String memory, String commit) {
    ObjectNode environment = JsonNodeFactory.instance.objectNode();
    environment
        .putObject("machine")
        .put("cpu", cpu)
        .put("isa", "avx2")
        .put("cores", 2)
        .put("memory", memory);
    environment.putObject("client").put("commit", commit);
    return environment;
  }
}
