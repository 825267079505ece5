package org.predictbench.bench.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.predictbench.bench.process.Pauses;
import org.predictbench.bench.process.Pins;

/**
 * All that one JVM fork measured: one cell in one round.
 *
 * @param schema version of this format: {@link #SCHEMA}, or 1 in records of earlier versions
 * @param round counted from 1
 * @param position place of the cell in its round's shuffled order, counted from 1
 * @param reason why the fork failed, in one line; null when {@link Status#OK}
 * @param histogramNanos pairs {nanoseconds, count}, ascending by nanoseconds
 * @param calls made in the measured time slices, timed or not; null where JMH did not measure
 * @param served requests that the server counted in these; null where it is not one that counts
 * @param allocBytesPerOp bytes allocated by the client per call, or null where not measured
 * @param cpuNanosPerOp CPU time of all threads of the client's process, a call; null where unknown
 * @param pauses of the collector while calls counted; null where unknown
 * @param pins waits of virtual threads that held their carriers; null where nobody looked
 * @param answer null where the fork failed before it had one
 * @param footprint what the client's JVM loaded, or null where not asked
 * @param program what a client program of its own said of itself, or null where there is none
 * @param callParts null where the cell is not one of kind anatomy
 * @param stubCalls how the stub model was called first; null where it was not
 * @param jmh this fork's element of JMH's JSON result array, or null where JMH did not measure
 */
public record ForkRecord(
    int schema,
    String cell,
    int round,
    int position,
    Status status,
    String reason,
    Instant startedAt,
    double durationSeconds,
    List<long[]> histogramNanos,
    Long calls,
    Long served,
    Double allocBytesPerOp,
    Double cpuNanosPerOp,
    Pauses pauses,
    Pins pins,
    Answer answer,
    Long clientPeakRssBytes,
    Long serverPeakRssBytes,
    Footprint footprint,
    ProgramFacts program,
    CallParts callParts,
    StubCalls stubCalls,
    JsonNode jmh) {

  /** The format written today. */
  public static final int SCHEMA = 2;

  /** From this schema on, a run lists the hash of each record in a file of its own. */
  static final int LISTED_SINCE = 2;

  /** How a fork ended. */
  public enum Status {
    OK,
    FAILED
  }

  public ForkRecord {
    histogramNanos = histogramNanos == null ? List.of() : List.copyOf(histogramNanos);
    jmh = jmh == null || jmh.isNull() ? null : jmh;
  }

  public boolean ok() {
    return status == Status.OK;
  }

  /** CPU time a call, in nanoseconds, in records of earlier versions too; null where unknown. */
  public Double cpuTime() {
    return cpuNanosPerOp == null && program != null ? program.cpuNanosPerCall() : cpuNanosPerOp;
  }

  /** What is wrong with this record in itself, in a few words; empty if it is sound. */
  Optional<String> flaw() {
    if (cell == null || status == null || startedAt == null || round < 1 || position < 1) {
      return Optional.of("no cell, status, start, round or position");
    }
    if (!(durationSeconds >= 0 && Double.isFinite(durationSeconds))) {
      return Optional.of("a duration that is none");
    }
    if (!ok() && (reason == null || reason.isBlank())) {
      return Optional.of("FAILED without a reason");
    }
    if (allocBytesPerOp != null && !(allocBytesPerOp >= 0)) {
      return Optional.of("an allocation below zero");
    }
    if (cpuNanosPerOp != null && !(cpuNanosPerOp >= 0)) {
      return Optional.of("a CPU time below zero");
    }
    if ((calls != null && calls < 0) || (served != null && served < 0)) {
      return Optional.of("a count of calls below zero");
    }
    return histogramFlaw();
  }

  private Optional<String> histogramFlaw() {
    long previous = 0;
    for (long[] pair : histogramNanos) {
      if (pair == null || pair.length != 2) {
        return Optional.of("a sample that is no pair of time and count");
      }
      if (pair[0] <= 0 || pair[0] < previous) {
        return Optional.of(pair[0] <= 0 ? "a time that is not above zero" : "times that descend");
      }
      if (pair[1] <= 0) {
        return Optional.of("a count of samples that is not above zero");
      }
      previous = pair[0];
    }
    return Optional.empty();
  }

  /** Begins the record of a cell in a round. */
  public static Builder of(String cell, int round, int position) {
    return new Builder(cell, round, position);
  }

  /** The same record, to be changed. */
  public Builder but() {
    Builder builder = new Builder(cell, round, position);
    builder.schema = schema;
    builder.startedAt = startedAt;
    builder.durationSeconds = durationSeconds;
    builder.histogramNanos = histogramNanos;
    builder.calls = calls;
    builder.served = served;
    builder.allocBytesPerOp = allocBytesPerOp;
    builder.cpuNanosPerOp = cpuNanosPerOp;
    builder.pauses = pauses;
    builder.pins = pins;
    builder.answer = answer;
    builder.clientPeakRssBytes = clientPeakRssBytes;
    builder.serverPeakRssBytes = serverPeakRssBytes;
    builder.footprint = footprint;
    builder.program = program;
    builder.callParts = callParts;
    builder.stubCalls = stubCalls;
    builder.jmh = jmh;
    return builder;
  }

  /** What was measured, in any order; what is left out was not. */
  public static final class Builder {
    private final String cell;
    private final int round;
    private final int position;
    private int schema = SCHEMA;
    private Instant startedAt;
    private double durationSeconds;
    private List<long[]> histogramNanos = List.of();
    private Long calls;
    private Long served;
    private Double allocBytesPerOp;
    private Double cpuNanosPerOp;
    private Pauses pauses;
    private Pins pins;
    private Answer answer;
    private Long clientPeakRssBytes;
    private Long serverPeakRssBytes;
    private Footprint footprint;
    private ProgramFacts program;
    private CallParts callParts;
    private StubCalls stubCalls;
    private JsonNode jmh;

    private Builder(String cell, int round, int position) {
      this.cell = cell;
      this.round = round;
      this.position = position;
    }

    public Builder took(Instant start, double seconds) {
      startedAt = start;
      durationSeconds = seconds;
      return this;
    }

    /** Pairs {nanoseconds, count}, ascending by nanoseconds. */
    public Builder times(List<long[]> pairs) {
      histogramNanos = pairs;
      return this;
    }

    /** How many calls were made in the measured time slices. */
    public Builder calls(Long made) {
      calls = made;
      return this;
    }

    /** How many requests the server counted in the measured time slices; null if it doesn't. */
    public Builder served(Long counted) {
      served = counted;
      return this;
    }

    public Builder allocated(Double bytesPerOp) {
      allocBytesPerOp = bytesPerOp;
      return this;
    }

    /** CPU time a call, in nanoseconds; null where the system does not report it. */
    public Builder cpu(Double nanosPerOp) {
      cpuNanosPerOp = nanosPerOp;
      return this;
    }

    /** The collector's pauses in measured time slices and between them. */
    public Builder pauses(Pauses made) {
      pauses = made;
      return this;
    }

    /** Waits of virtual threads that held their carriers while calls counted. */
    public Builder pins(Pins counted) {
      pins = counted;
      return this;
    }

    public Builder answer(Answer first) {
      answer = first;
      return this;
    }

    /** Peaks of resident memory in bytes, null where the system does not report them. */
    public Builder memory(Long client, Long server) {
      clientPeakRssBytes = client;
      serverPeakRssBytes = server;
      return this;
    }

    public Builder footprint(Footprint loaded) {
      footprint = loaded;
      return this;
    }

    public Builder program(ProgramFacts facts) {
      program = facts;
      return this;
    }

    public Builder callParts(CallParts parts) {
      callParts = parts;
      return this;
    }

    public Builder stubCalls(StubCalls made) {
      stubCalls = made;
      return this;
    }

    /** The fork's element of JMH's JSON result array. */
    public Builder jmh(JsonNode result) {
      jmh = result;
      return this;
    }

    public ForkRecord ok() {
      return build(Status.OK, null);
    }

    /**
     * Ends the record of a fork that failed.
     *
     * @param reason in one line
     */
    public ForkRecord failed(String reason) {
      return build(Status.FAILED, reason);
    }

    private ForkRecord build(Status status, String reason) {
      return new ForkRecord(
          schema,
          cell,
          round,
          position,
          status,
          reason,
          startedAt,
          durationSeconds,
          histogramNanos,
          calls,
          served,
          allocBytesPerOp,
          cpuNanosPerOp,
          pauses,
          pins,
          answer,
          clientPeakRssBytes,
          serverPeakRssBytes,
          footprint,
          program,
          callParts,
          stubCalls,
          jmh);
    }
  }
}
