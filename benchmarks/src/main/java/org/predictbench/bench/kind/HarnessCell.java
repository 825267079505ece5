package org.predictbench.bench.kind;

import java.time.Clock;
import org.predictbench.bench.host.Stopwatch;
import org.predictbench.bench.result.Answer;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Footprint;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.ProgramFacts;
import org.predictbench.bench.result.StubCalls;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ServerUnderTest;

/** A cell whose durations come to the harness itself rather than through a JMH fork. */
abstract class HarnessCell implements RunningCell {
  final Suite suite;
  final Cell cell;
  final ServerUnderTest server;
  private final int round;
  private final int position;
  private final Stopwatch since;
  private final SampleCounts samples = new SampleCounts();
  private Answer answer;
  private Long clientPeakRssBytes;
  private Footprint footprint;
  private ProgramFacts program;
  private StubCalls stubCalls;
  private Long calls;
  private String failure;
  private int slices;

  HarnessCell(
      Suite suite, Cell cell, int round, int position, ServerUnderTest server, Clock clock) {
    this.suite = suite;
    this.cell = cell;
    this.round = round;
    this.position = position;
    this.server = server;
    this.since = Stopwatch.now(clock);
  }

  /** Whether the next time slice counts, as those of warm-up do not. */
  final boolean measures() {
    return slices >= suite.warmupSlices();
  }

  /** Keeps a time slice's durations unless it is one of warm-up. */
  final void onSlice(Iterable<Long> nanos) {
    if (++slices > suite.warmupSlices()) {
      nanos.forEach(duration -> samples.add(duration, 1));
    }
  }

  final Answer answer() {
    return answer;
  }

  /**
   * Keeps the latest answer.
   *
   * @param peakRssBytes of the client's process, null where the cell has none
   */
  final void answered(Answer latest, Long peakRssBytes) {
    answer = latest;
    clientPeakRssBytes = peakRssBytes;
  }

  /** Counts calls of measured slices, to be held against what the server counts. */
  final void made(long more) {
    calls = calls == null ? more : calls + more;
  }

  /** Calls of measured slices so far. */
  final long calls() {
    return calls == null ? 0 : calls;
  }

  /** Keeps how much program the client needed. */
  final void needed(Footprint program) {
    footprint = program;
  }

  /** Keeps what a client program said of itself. */
  final void ran(ProgramFacts facts) {
    program = facts;
  }

  /** Keeps how the stub model was called first. */
  final void warmed(StubCalls made) {
    stubCalls = made;
  }

  /** What is left to do after the last time slice of a cell that worked. */
  void end() {}

  /** Notes why the cell ends here; returns false, as a time slice that fails does. */
  final boolean failed(String reason) {
    failure = reason;
    return false;
  }

  @Override
  public final ForkRecord finish() {
    if (failure == null) {
      end();
    }
    ForkRecord.Builder record =
        ForkRecord.of(cell.name(), round, position).took(since.start(), since.seconds());
    return failure != null
        ? record.failed(failure)
        : record
            .times(samples.pairs())
            .calls(calls)
            .answer(answer)
            .memory(clientPeakRssBytes, server.peakRssBytes())
            .footprint(footprint)
            .cpu(program == null ? null : program.cpuNanosPerCall())
            .program(program)
            .stubCalls(stubCalls)
            .ok();
  }
}
