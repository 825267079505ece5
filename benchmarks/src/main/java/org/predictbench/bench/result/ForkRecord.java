package org.predictbench.bench.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * All that one JVM fork measured: one cell in one round.
 *
 * @param schema version of this format, {@link #SCHEMA}
 * @param round counted from 1
 * @param position place of the cell in its round's shuffled order, counted from 1
 * @param reason why the fork failed, in one line; null when {@link Status#OK}
 * @param histogramNanos pairs {nanoseconds, count}, ascending by nanoseconds
 * @param allocBytesPerOp bytes allocated by the client per call, or null where not measured
 * @param answer null where the fork failed before it had one
 * @param footprint what the client's JVM loaded, or null where not asked
 * @param callParts null where the cell is not one of kind anatomy
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
    Double allocBytesPerOp,
    Answer answer,
    Long clientPeakRssBytes,
    Long serverPeakRssBytes,
    Footprint footprint,
    CallParts callParts,
    JsonNode jmh) {

  /** The format written today. */
  public static final int SCHEMA = 1;

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

  /** A fork that produced nothing but the reason for it. */
  public static ForkRecord failed(
      String cell, int round, int position, String reason, Instant startedAt, double seconds) {
    return new ForkRecord(
        SCHEMA,
        cell,
        round,
        position,
        Status.FAILED,
        reason,
        startedAt,
        seconds,
        List.of(),
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
