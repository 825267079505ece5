package org.predictbench.bench.kind;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.predictbench.bench.files.FailureText;
import org.predictbench.bench.program.ProgramClient;
import org.predictbench.bench.program.ProgramStart;
import org.predictbench.bench.result.Answer;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ProgramFacts;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ServerUnderTest;

/**
 * Each time slice starts one client program and times it, from outside, until it says that it has
 * its first answer, which is then checked.
 */
final class ColdProcessRun implements CellRun {
  private final ProgramStart programs;
  private final Clock clock;

  ColdProcessRun(ProgramStart programs, Clock clock) {
    this.programs = programs;
    this.clock = clock;
  }

  @Override
  public RunningCell start(
      Suite suite, Cell cell, int round, int position, ServerUnderTest server) {
    return new Running(suite, cell, round, position, server);
  }

  private final class Running extends HarnessCell {
    private final String name;
    private ProgramStart.Task task;
    private Answer first;

    Running(Suite suite, Cell cell, int round, int position, ServerUnderTest server) {
      super(suite, cell, round, position, server, clock);
      this.name = "program-%d-%d".formatted(round, position);
    }

    @Override
    public boolean awaitReady() {
      try {
        task = programs.task(suite, cell, name, server).ofFirstRequest();
        return true;
      } catch (IOException e) {
        return failed(FailureText.line(e));
      }
    }

    /** One start that does not count: files come into the page cache. */
    @Override
    public boolean warmUp() {
      return timed() >= 0;
    }

    @Override
    public boolean awaitSlice() {
      long nanos = timed();
      if (nanos < 0) {
        return false;
      }
      if (measures()) {
        made(1);
      }
      onSlice(List.of(nanos));
      return true;
    }

    /** Nanoseconds from start to answer, or -1 if there is none. */
    private long timed() {
      long start = System.nanoTime();
      try (ProgramClient program = task.start()) {
        ProgramFacts facts = program.awaitHello();
        program.prepare(task.order());
        byte[] reply = program.firstAnswer();
        long nanos = System.nanoTime() - start;
        if (first == null) {
          first = task.checked(reply);
        } else {
          task.requireSame(first, reply);
        }
        answered(first, program.peakRssBytes());
        ran(
            facts.withCpuNanosPerCall(
                program.cpuTime().map(t -> (double) t.toNanos()).orElse(null)));
        var unused = program.end(1);
        return nanos;
      } catch (IOException e) {
        failed(FailureText.line(e));
        return -1;
      }
    }

    @Override
    public void close() {
      // Nothing outlives its time slice.
    }
  }
}
