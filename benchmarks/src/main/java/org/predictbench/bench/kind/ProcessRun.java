package org.predictbench.bench.kind;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.predictbench.bench.files.FailureText;
import org.predictbench.bench.program.ProgramClient;
import org.predictbench.bench.program.ProgramStart;
import org.predictbench.bench.program.ProgramWarmUp;
import org.predictbench.bench.result.Answer;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ProgramFacts;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ServerUnderTest;

/**
 * One client program a cell, which lives for a round, calls in the cell's time slices and times its
 * calls itself; what it reports is checked.
 */
final class ProcessRun implements CellRun {
  private final ProgramStart programs;
  private final Clock clock;

  ProcessRun(ProgramStart programs, Clock clock) {
    this.programs = programs;
    this.clock = clock;
  }

  @Override
  public RunningCell start(
      Suite suite, Cell cell, int round, int position, ServerUnderTest server) {
    return new Running(suite, cell, round, position, server);
  }

  private final class Running extends HarnessCell {
    private ProgramStart.Task task;
    private ProgramClient program;
    private ProgramFacts facts;
    private Answer first;
    private Optional<Duration> cpuBefore = Optional.empty();

    Running(Suite suite, Cell cell, int round, int position, ServerUnderTest server) {
      super(suite, cell, round, position, server, clock);
      var unused =
          did(
              () -> {
                task =
                    programs.task(suite, cell, "program-%d-%d".formatted(round, position), server);
                program = task.start();
              });
    }

    @Override
    public boolean awaitReady() {
      return program != null
          && did(
              () -> {
                facts = program.awaitHello();
                program.prepare(task.order());
              });
    }

    /** The stub model first, as every fork does; then the first call, whose answer is checked. */
    @Override
    public boolean warmUp() {
      return did(
          () -> {
            Duration stubWarmup = suite.protocol().stubWarmup();
            if (!stubWarmup.isZero() && server.stubModel().isPresent()) {
              warmed(ProgramWarmUp.run(program, server.stubModel().get(), stubWarmup));
            }
            first = task.checked(program.firstAnswer());
          });
    }

    @Override
    public boolean awaitSlice() {
      return did(
          () -> {
            if (measures() && cpuBefore.isEmpty()) {
              cpuBefore = program.cpuTime();
            }
            boolean counts = measures();
            List<Long> nanos = program.timeSlice(suite.protocol().slice());
            if (counts) {
              made(nanos.size());
            }
            onSlice(nanos);
          });
    }

    @Override
    public OptionalLong pid() {
      return program == null ? OptionalLong.empty() : OptionalLong.of(program.pid());
    }

    @Override
    void end() {
      var unused =
          did(
              () -> {
                Long peak = program.peakRssBytes();
                ran(facts.withCpuNanosPerCall(cpuNanosPerCall()));
                List<byte[]> answers = program.end(task.requests().size());
                answered(task.whole(first, answers), peak);
              });
    }

    /** Null where nothing was measured, or the system does not report it. */
    private Double cpuNanosPerCall() {
      Optional<Duration> after = program.cpuTime();
      return calls() == 0 || cpuBefore.isEmpty() || after.isEmpty()
          ? null
          : (double) after.get().minus(cpuBefore.get()).toNanos() / calls();
    }

    private boolean did(Step step) {
      try {
        step.run();
        return true;
      } catch (IOException e) {
        // It gets no more time slices, and must not disturb those of others.
        close();
        return failed(FailureText.line(e));
      }
    }

    @Override
    public void close() {
      if (program != null) {
        program.close();
      }
    }
  }

  /** Something that a client program is asked to do. */
  private interface Step {
    void run() throws IOException;
  }
}
