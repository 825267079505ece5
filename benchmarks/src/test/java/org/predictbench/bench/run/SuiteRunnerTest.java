package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.host.MachineProbe;
import org.predictbench.bench.kind.CellRun;
import org.predictbench.bench.kind.RunningCell;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Protocol;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;
import org.predictbench.bench.servers.ServerSource;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Transport;

/**
 * The protocol with fakes in place of forks and servers: order, resume, and what failures leave.
 */
class SuiteRunnerTest {
  private static final int ROUNDS = 6;
  private static final int PASSES = 3;
  private static final int WARMUP_SLICES = 4;
  // Baseline and control have two each once they are recorded.
  private static final int SLICES = 6;
  private static final int TURNS_A_ROUND = WARMUP_SLICES + (PASSES - 1) * SLICES;
  private static final SuiteRunner.Listener NOBODY = new Silent();

  @TempDir Path folder;

  private final List<String> log = new ArrayList<>();
  private final Set<String> open = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> endsAfter = new HashMap<>();
  private int closed;

  private final class FakeServer implements ServerUnderTest {
    private final String config;

    FakeServer(String config, String model) {
      this.config = config;
      assertThat(model).isNotEmpty();
      assertThat(open.add(config)).as("one server a config at a time").isTrue();
    }

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
      return new Target.Tcp("h", 1);
    }

    @Override
    public Long peakRssBytes() {
      return null;
    }

    @Override
    public Map<String, Object> facts() {
      return Map.of();
    }

    @Override
    public void close() {
      open.remove(config);
    }
  }

  @Test
  void everyPassGivesAllCellsTheirSlicesInAnOrderOfItsOwn() throws Exception {
    RunDirectory directory = directory();
    runner(directory, FakeServer::new).run(NOBODY);

    assertThat(directory.forks()).hasSize(ROUNDS * 4).allMatch(ForkRecord::ok);
    assertThat(log).hasSize(ROUNDS * TURNS_A_ROUND);
    Set<List<String>> orders = new HashSet<>();
    for (int first = 0; first < log.size(); first += TURNS_A_ROUND) {
      assertThat(log.subList(first, first + WARMUP_SLICES))
          .containsExactlyInAnyOrder("a", "again", "b", "c");
      for (int pass = 0; pass < PASSES - 1; pass++) {
        int slice = first + WARMUP_SLICES + SLICES * pass;
        List<String> order = log.subList(slice, slice + SLICES);
        assertThat(order).containsExactlyInAnyOrder("a", "a", "again", "again", "b", "c");
        orders.add(order);
      }
    }
    assertThat(orders).hasSizeGreaterThan(5);
    assertThat(open).isEmpty();
    assertThat(closed).isEqualTo(ROUNDS * 4);
  }

  @Test
  void aRunStoppedAnywhereGoesOnToTheSameForks() throws Exception {
    RunDirectory whole = directory();
    runner(whole, FakeServer::new).run(NOBODY);
    List<String> unbroken = List.copyOf(log);
    log.clear();
    RunDirectory directory = directory();
    SuiteRunner.Listener impatient =
        new Silent() {
          @Override
          public void onSlice(int round, int pass, int passes, Cell cell, Duration elapsed) {
            if (round == 3 && pass == 2) {
              throw new IllegalStateException("stopped");
            }
          }
        };
    assertThatThrownBy(() -> runner(directory, FakeServer::new).run(impatient))
        .hasMessage("stopped");
    assertThat(open).as("servers stopped on the way out").isEmpty();
    assertThat(directory.forks()).as("whole rounds alone").hasSize(2 * 4);
    log.subList(2 * TURNS_A_ROUND, log.size()).clear();

    runner(RunDirectory.open(directory.path()), FakeServer::new).run(NOBODY);

    assertThat(log).isEqualTo(unbroken);
    assertThat(directory.forks()).hasSize(ROUNDS * 4);
  }

  @Test
  void aServerThatDoesNotStartFailsItsCellsAlone() throws Exception {
    RunDirectory directory = directory();
    runner(
            directory,
            (config, model) -> {
              if (config.equals("broken")) {
                throw new IllegalStateException("no such instruction");
              }
              return new FakeServer(config, model);
            })
        .run(NOBODY);

    assertThat(directory.forks())
        .allMatch(fork -> fork.ok() != fork.cell().equals("c"))
        .filteredOn(fork -> !fork.ok())
        .hasSize(ROUNDS)
        .allMatch(fork -> fork.reason().equals("no such instruction"));
  }

  @Test
  void aCellThatEndsEarlyLosesItsSlicesAlone() throws Exception {
    RunDirectory directory = directory();
    endsAfter.put("b", 1);
    runner(directory, FakeServer::new).run(NOBODY);

    assertThat(log).filteredOn("b"::equals).hasSize(ROUNDS * 2);
    assertThat(log).filteredOn("c"::equals).hasSize(ROUNDS * PASSES);
  }

  private SuiteRunner runner(RunDirectory directory, ServerSource servers) {
    CellRun run =
        (suite, cell, round, position, server) -> new FakeCell(cell.name(), round, position);
    return new SuiteRunner(
        directory,
        servers,
        kind -> run,
        Clock.systemUTC(),
        new RoundWatch(MachineProbe.ofThisMachine(), 2));
  }

  private final class FakeCell implements RunningCell {
    private final String name;
    private final int round;
    private final int position;
    private boolean warmedUp;
    private int taken;

    FakeCell(String name, int round, int position) {
      this.name = name;
      this.round = round;
      this.position = position;
    }

    @Override
    public boolean awaitReady() {
      return true;
    }

    @Override
    public boolean warmUp() {
      assertThat(warmedUp).isFalse();
      warmedUp = true;
      return true;
    }

    @Override
    public boolean awaitSlice() {
      log.add(name);
      assertThat(warmedUp).isTrue();
      return taken++ < endsAfter.getOrDefault(name, SLICES);
    }

    @Override
    public ForkRecord finish() {
      return Synthetic.fork(name, round, position, List.of(new long[] {1000, 1}));
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private static class Silent implements SuiteRunner.Listener {
    @Override
    public void note(String line) {}

    @Override
    public void starting(int round, long servers, int forks, Duration elapsed) {}

    @Override
    public void onSlice(int round, int pass, int passes, Cell cell, Duration elapsed) {}

    @Override
    public void finished(Cell cell, ForkRecord fork, Duration elapsed) {}
  }

  private RunDirectory directory() throws IOException {
    Suite suite =
        new Suite(
            "s",
            "?",
            "m",
            1,
            new Protocol(
                ROUNDS,
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                Duration.ofMillis(1),
                2),
            "a",
            "again",
            1,
            1e-3,
            List.of(cell("a", "s1"), cell("again", "s1"), cell("b", "s2"), cell("c", "broken")));
    RunDirectory directory =
        RunDirectory.create(
            folder, suite, Clock.systemUTC(), () -> Long.toHexString(System.nanoTime()));
    directory.writeSeed(5);
    return directory;
  }

  private static Cell cell(String name, String server) {
    return new Cell(name, name, Map.of(), server, CellKind.of("predict"));
  }
}
