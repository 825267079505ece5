package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.kind.CellRun;
import org.predictbench.bench.kind.EchoServer;
import org.predictbench.bench.kind.RunTools;
import org.predictbench.bench.kind.RunnableKind;
import org.predictbench.bench.kind.RunningCell;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.plan.PlanFolder;
import org.predictbench.bench.requests.RequestSet;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Protocol;
import org.predictbench.bench.result.Suite;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Tensor;

/** A round with the Python client, which somebody stops for a moment. */
@Timeout(60)
class SuspendedProgramTest {
  private static final Duration SLICE = Duration.ofMillis(100);

  @TempDir Path scratch;

  @Test
  void aClientProgramThatIsSuspendedFailsItsCellAlone() throws Exception {
    Suite suite = suite();
    RunnableKind kind = RunnableKind.of(suite.cells().get(0));
    kind.unavailable(suite.cells().get(0)).ifPresent(why -> assumeTrue(false, why));
    new PlanFolder(scratch)
        .write(
            Map.of(
                "echo",
                CallPlan.of(
                    ModelRef.of("echo"),
                    new RequestSet(
                        "test", List.of(Inputs.of("x", Tensor.of(new float[] {1}, 1))), List.of()),
                    RequestOptions.DEFAULT)));
    CellRun run = kind.run(RunTools.of(scratch, Clock.systemUTC()));
    List<RunningCell> started = new ArrayList<>();
    List<CompletableFuture<Void>> stops = new ArrayList<>();
    try (Round round = new Round(suite, 1, 42, suite.cells(), Clock.systemUTC())) {
      round.start(
          (config, model) -> server(),
          any ->
              (planned, cell, number, position, server) -> {
                RunningCell running = run.start(planned, cell, number, position, server);
                started.add(running);
                return running;
              });
      round.measure(
          (pass, passes, cell) -> {
            if (pass == 2 && cell.name().equals("stopped")) {
              long pid = started.get(0).pid().orElseThrow();
              signal("STOP", pid);
              stops.add(CompletableFuture.runAsync(() -> goOn(pid)));
            }
          });
      List<ForkRecord> records = round.finish();
      stops.forEach(CompletableFuture::join);

      assertThat(stops).hasSize(1);
      assertThat(record(records, "stopped").reason())
          .startsWith("the fork was suspended by a signal for about ");
      assertThat(record(records, "left-alone").ok()).isTrue();
      assertThat(ProcessHandle.of(started.get(0).pid().orElseThrow())).isNotPresent();
    }
  }

  private static ForkRecord record(List<ForkRecord> records, String cell) {
    return records.stream().filter(fork -> fork.cell().equals(cell)).findFirst().orElseThrow();
  }

  private static EchoServer server() {
    try {
      return new EchoServer();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void goOn(long pid) {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    signal("CONT", pid);
  }

  private static void signal(String name, long pid) {
    try {
      String process = Long.toString(pid);
      assertThat(new ProcessBuilder("kill", "-" + name, process).start().waitFor()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Suite suite() {
    return new Suite(
        "t",
        "?",
        "echo",
        1,
        new Protocol(1, Duration.ZERO, SLICE, SLICE, SLICE, 1),
        "left-alone",
        "left-alone",
        1,
        1,
        List.of(cell("stopped"), cell("left-alone")));
  }

  private static Cell cell(String name) {
    return new Cell(name, name, Map.of("program", "python"), "s1", CellKind.of("process"));
  }
}
