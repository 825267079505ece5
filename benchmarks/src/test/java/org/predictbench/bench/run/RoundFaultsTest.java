package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.host.FakeMachine;
import org.predictbench.bench.kind.RunningCell;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Protocol;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.bench.stats.Verdict;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Transport;

/** A whole run on a machine to which something happens in mid-run: its verdict must name it. */
class RoundFaultsTest {
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(10);
  private static final int CALLS_A_SLICE = 100;

  @TempDir Path folder;

  private FakeMachine machine;
  private RunDirectory directory;
  private boolean countingServer = true;
  private int requestsOfACall = 1;

  @BeforeEach
  void machineAndRun() {
    machine = new FakeMachine(folder.resolve("root"));
    directory = directory();
  }

  @Test
  void aCalmRunIsValidWithoutANote() throws Exception {
    Verdict verdict = run(round -> {});
    assertThat(verdict.lines()).isEqualTo("VALID");
  }

  @Test
  void aHogFromRoundThreeOnIsNoted() throws Exception {
    Verdict verdict =
        run(
            round -> {
              if (round >= 3) {
                machine.hog(Duration.ofMillis(8000 + 100 * round));
              }
            });
    assertThat(verdict.lines())
        .isEqualTo(
            """
            VALID
            noted: others used up to 0.87 of 2 cores in rounds 3 to 5, beside this run's own \
            processes""");
    assertThat(Files.readString(directory.path().resolve("README.md")))
        .contains("\n- others used up to 0.87 of 2 cores in rounds 3 to 5");
    assertThat(Files.readString(directory.path().resolve("report.html")))
        .contains("<li>others used up to 0.87 of 2 cores in rounds 3 to 5");
  }

  @Test
  void whatTheHypervisorTookIsNoted() throws Exception {
    Verdict verdict = run(in(2, () -> machine.steal(Duration.ofSeconds(3))));
    assertThat(verdict.lines())
        .isEqualTo("VALID\nnoted: the hypervisor gave 0.30 of 2 cores in round 2 to others");
  }

  @Test
  void aWallClockThatIsSetBackIsNotedAndNoDurationIsBelowZero() throws Exception {
    Verdict verdict = run(in(2, () -> machine.setWallClock(Duration.ofHours(-1))));
    assertThat(verdict.notes())
        .singleElement()
        .asString()
        .startsWith("the wall clock jumped by -3600.0 s in or before round 2: it was set");
    assertThat(directory.forks()).allMatch(fork -> fork.durationSeconds() >= 0);
  }

  @Test
  void aMachineThatWasSuspendedIsNoted() throws Exception {
    Verdict verdict = run(in(4, () -> machine.suspend(Duration.ofSeconds(30))));
    assertThat(verdict.lines())
        .isEqualTo("VALID\nnoted: the machine was suspended for 30.0 s in or before round 4");
  }

  @Test
  void aLimitThatHoldsTheRunUpIsNoted() throws Exception {
    Verdict verdict = run(in(3, () -> machine.throttle(14, Duration.ofMillis(1200))));
    assertThat(verdict.lines())
        .isEqualTo(
            """
            VALID
            noted: the control group's CPU limit held this run up 14 times, for 1.2 s together, \
            in round 3""");
  }

  @Test
  void aLimitThatSetsInInMidRunMakesItInvalid() throws Exception {
    Verdict verdict = run(in(3, () -> machine.limit("50000 100000")));
    assertThat(verdict.lines())
        .isEqualTo(
            """
            INVALID: the CPU time that the run may use was changed in mid-run: CPU 0-1 in rounds \
            1 to 3; CPU 0-1, at most 0.50 cores in rounds 3 to 5""");
  }

  @Test
  void processorsThatAreTakenAwayMakeItInvalid() throws Exception {
    Verdict verdict = run(in(5, () -> machine.allow("0")));
    assertThat(verdict.lines())
        .isEqualTo(
            """
            INVALID: the CPU time that the run may use was changed in mid-run: CPU 0-1 in rounds \
            1 to 5; CPU 0 in round 5""");
  }

  @Test
  void callsThatDoNotReachTheServerMakeTheRunInvalid() throws Exception {
    requestsOfACall = 0;
    assertThat(run(round -> {}).reasons())
        .containsExactly(
            "a: the client made 1,000 calls, and the server counted 0 requests in rounds 1 to 5",
            "again: the client made 1,000 calls, and the server counted 0 requests in rounds 1 to"
                + " 5");
  }

  @Test
  void callsThatAreSentTwiceAreNoted() throws Exception {
    requestsOfACall = 2;
    assertThat(run(round -> {}).lines())
        .startsWith("VALID\nnoted: a: the client made 1,000 calls, and the server counted more");
  }

  @Test
  void aServerThatDoesNotCountIsAThreatToValidity() throws Exception {
    countingServer = false;
    assertThat(run(round -> {}).lines()).isEqualTo("VALID");
    assertThat(Files.readString(directory.path().resolve("README.md")))
        .contains("that each call reached a server was not checked");
    assertThat(directory.records().rounds())
        .hasSize(ROUNDS)
        .allMatch(round -> round.ownCpuSeconds() == null);
  }

  private static IntConsumer in(int wanted, Runnable fault) {
    return round -> {
      if (round == wanted) {
        fault.run();
      }
    };
  }

  private Verdict run(IntConsumer fault) throws IOException {
    new SuiteRunner(
            directory,
            (config, model) -> new CountingServer(),
            kind ->
                (suite, cell, round, position, server) ->
                    new FakeCell(cell.name(), round, position, (CountingServer) server, fault),
            Clock.systemUTC(),
            new RoundWatch(machine.probe(), 2))
        .run(new Silent());
    // From the files alone, as a report that is made later.
    return Reporter.rebuild(directory.path()).verdict();
  }

  private final class FakeCell implements RunningCell {
    private final String name;
    private final int round;
    private final int position;
    private final CountingServer server;
    private final IntConsumer fault;
    private int slices;

    FakeCell(String name, int round, int position, CountingServer server, IntConsumer fault) {
      this.name = name;
      this.round = round;
      this.position = position;
      this.server = server;
      this.fault = fault;
    }

    @Override
    public boolean awaitReady() {
      return true;
    }

    @Override
    public boolean warmUp() {
      return true;
    }

    @Override
    public boolean awaitSlice() {
      if (position == 1 && slices == 0) {
        machine.pass(ROUND);
        fault.accept(round);
      }
      server.requests += (long) requestsOfACall * CALLS_A_SLICE;
      slices++;
      return true;
    }

    @Override
    public ForkRecord finish() {
      // The first slice is warm-up.
      return Synthetic.fork(name, round, position, List.of(new long[] {1000 + round, 1}))
          .but()
          .calls((long) (slices - 1) * CALLS_A_SLICE)
          .ok();
    }

    @Override
    public void close() {}
  }

  private final class CountingServer implements ServerUnderTest {
    private long requests = 12;

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
      throw new AssertionError("nobody calls");
    }

    @Override
    public Long peakRssBytes() {
      return null;
    }

    @Override
    public OptionalLong pid() {
      return countingServer ? OptionalLong.of(ProcessHandle.current().pid()) : OptionalLong.empty();
    }

    @Override
    public OptionalLong requestsServed() {
      return countingServer ? OptionalLong.of(requests) : OptionalLong.empty();
    }

    @Override
    public Map<String, Object> facts() {
      return Map.of();
    }

    @Override
    public void close() {}
  }

  private static final class Silent implements SuiteRunner.Listener {
    @Override
    public void note(String line) {}

    @Override
    public void starting(int round, long servers, int forks, Duration elapsed) {}

    @Override
    public void onSlice(int round, int pass, int passes, Cell cell, Duration elapsed) {}

    @Override
    public void finished(Cell cell, ForkRecord fork, Duration elapsed) {}
  }

  private RunDirectory directory() {
    Protocol protocol =
        new Protocol(
            ROUNDS,
            Duration.ZERO,
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMillis(1),
            1);
    Suite suite =
        new Suite(
            "s", "?", "m", 1, protocol, "a", "again", 1, 1e-3, List.of(cell("a"), cell("again")));
    return RunDirectory.create(
        folder.resolve("results"),
        suite,
        Clock.systemUTC(),
        () -> Long.toHexString(System.nanoTime()));
  }

  private static Cell cell(String name) {
    return new Cell(name, name, Map.of(), "s1", CellKind.of("predict"));
  }
}
