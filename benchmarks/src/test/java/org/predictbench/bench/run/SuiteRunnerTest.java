package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.Suite;
import org.predictbench.client.Target;
import org.predictbench.client.Transport;

/**
 * The protocol with fakes in place of forks and servers: order, resume, and what failures leave.
 */
class SuiteRunnerTest {
  private static final int ROUNDS = 6;

  @TempDir Path folder;

  private final List<String> log = new ArrayList<>();
  private final Set<String> open = new HashSet<>();

  private final class FakeServer implements ServerUnderTest {
    private final String config;

    FakeServer(String config) {
      this.config = config;
      assertThat(open.add(config)).as("one server a config at a time").isTrue();
    }

    @Override
    public String model() {
      return "m";
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
  void everyRoundPassesOverAllCellsInAnOrderOfItsOwn() throws Exception {
    RunDirectory directory = directory();
    runner(directory, FakeServer::new).run((cell, fork, elapsed) -> {});

    assertThat(directory.forks()).hasSize(ROUNDS * 4).allMatch(ForkRecord::ok);
    Set<List<String>> orders = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      List<String> order = log.subList(4 * round, 4 * round + 4);
      assertThat(order).containsExactlyInAnyOrder("a", "again", "b", "c");
      orders.add(order);
    }
    assertThat(orders).hasSizeGreaterThan(2);
    assertThat(open).isEmpty();
  }

  @Test
  void aRunStoppedAnywhereGoesOnToTheSameForks() throws Exception {
    RunDirectory whole = directory();
    runner(whole, FakeServer::new).run((cell, fork, elapsed) -> {});
    List<String> unbroken = List.copyOf(log);
    log.clear();
    RunDirectory directory = directory();
    int[] left = {7};
    assertThatThrownBy(
            () ->
                runner(directory, FakeServer::new)
                    .run(
                        (cell, fork, elapsed) -> {
                          if (--left[0] == 0) {
                            throw new IllegalStateException("stopped");
                          }
                        }))
        .hasMessage("stopped");
    assertThat(open).as("servers stopped on the way out").isEmpty();

    runner(RunDirectory.open(directory.path()), FakeServer::new).run((cell, fork, elapsed) -> {});

    assertThat(log).isEqualTo(unbroken);
    assertThat(directory.forks()).hasSize(ROUNDS * 4);
  }

  @Test
  void aServerThatDoesNotStartFailsItsCellsAlone() throws Exception {
    RunDirectory directory = directory();
    runner(
            directory,
            config -> {
              if (config.equals("broken")) {
                throw new IllegalStateException("no such instruction");
              }
              return new FakeServer(config);
            })
        .run((cell, fork, elapsed) -> {});

    assertThat(directory.forks())
        .allMatch(fork -> fork.ok() != fork.cell().equals("c"))
        .filteredOn(fork -> !fork.ok())
        .hasSize(ROUNDS)
        .allMatch(fork -> fork.reason().equals("no such instruction"));
  }

  private SuiteRunner runner(RunDirectory directory, ServerSource servers) {
    CellRun run =
        (suite, cell, round, position, server) -> {
          log.add(cell.name());
          return new ForkRecord(
              ForkRecord.SCHEMA,
              cell.name(),
              round,
              position,
              ForkRecord.Status.OK,
              null,
              Instant.EPOCH,
              1.0,
              List.of(new long[] {1000, 1}),
              null,
              null,
              null,
              null,
              null);
        };
    return new SuiteRunner(directory, servers::start, kind -> run, Clock.systemUTC());
  }

  private RunDirectory directory() throws IOException {
    Suite suite =
        new Suite(
            "s",
            "?",
            "m",
            1,
            ROUNDS,
            Duration.ZERO,
            Duration.ofMillis(1),
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
    return new Cell(name, name, Map.of(), server, Cell.Kind.PREDICT);
  }
}
