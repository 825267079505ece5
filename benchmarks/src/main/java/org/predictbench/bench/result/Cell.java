package org.predictbench.bench.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.predictbench.bench.files.InputException;

/**
 * One line of a suite: a client variant against a server config.
 *
 * @param name file-name-safe identifier, unique in its suite
 * @param step what this cell changes against the cell before it, in the reader's words
 * @param client axis name to value name; empty for {@link Kind#SESSION_RUN}
 * @param server name of a server config, {@link #NO_SERVER} for kinds that need none
 */
public record Cell(
    String name,
    String step,
    Map<String, String> client,
    String server,
    Kind kind,
    Workload workload) {
  /** In place of a server config. */
  public static final String NO_SERVER = "none";

  /** In place of a server config: a server that runs already, of which nothing else is known. */
  public static final String EXTERNAL_SERVER = "external";

  /** Who makes the call that is timed. */
  public enum Kind {
    /** A client variant calls Predict over the wire. */
    PREDICT,
    /** The same, stamped on both sides, so that the parts of a call are told apart. */
    ANATOMY,
    /** The server's own loop of {@code Session.run}: its share of the time, no step of a ladder. */
    SESSION_RUN,
    /** The same bytes over a bare socket, to a process that only reads them: no gRPC, no model. */
    RAW_SOCKET,
    /** A client variant calls a gRPC server that only reads and answers: no model. */
    WIRE,
    /** A request is turned into bytes: no network. */
    ENCODE,
    /** A reply's bytes are read: no network. */
    DECODE,
    /** A JPEG is turned into features, before any call. */
    IMAGE,
    /** A JVM started for it makes one Predict call: timed from its start to its answer. */
    COLD_START,
    /** The same with an archive of the classes it loads. */
    COLD_START_CDS;

    /** Whether the server under test, and so its build and threads, play a part. */
    public boolean needsServer() {
      return switch (this) {
        case RAW_SOCKET, WIRE, ENCODE, DECODE, IMAGE -> false;
        case PREDICT, ANATOMY, SESSION_RUN, COLD_START, COLD_START_CDS -> true;
      };
    }

    /** Whether a client variant, or a part of one, is at work. */
    public boolean hasVariant() {
      return switch (this) {
        case SESSION_RUN, RAW_SOCKET, DECODE, IMAGE -> false;
        case PREDICT, ANATOMY, WIRE, ENCODE, COLD_START, COLD_START_CDS -> true;
      };
    }
  }

  /** Beside the axes: the share by which the client is slowed on purpose. */
  private static final String SLOWDOWN = "slowdown";

  /** With the default workload. */
  public Cell(String name, String step, Map<String, String> client, String server, Kind kind) {
    this(name, step, client, server, kind, Workload.DEFAULT);
  }

  /** Threads that call at once. */
  public int callers() {
    return workload.callers();
  }

  public Cell {
    step = step == null ? name : step;
    // Not Map.copyOf: the axes keep the order in which the suite lists them.
    client = client == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(client));
    kind = kind == null ? Kind.PREDICT : kind;
  }

  /** The same cell, described in other words. */
  public Cell withStep(String words) {
    return new Cell(name, words, client, server, kind, workload);
  }

  /** The client's axes alone. */
  public Map<String, String> axes() {
    Map<String, String> axes = new LinkedHashMap<>(client);
    axes.remove(SLOWDOWN);
    return Collections.unmodifiableMap(axes);
  }

  /**
   * By what share of its time each call is slowed on purpose, to see whether it is noticed; 0.05 is
   * 5 %, and 0 is as it should be.
   *
   * @throws InputException if it is no number from 0
   */
  public double slowdown() {
    String given = client.getOrDefault(SLOWDOWN, "0");
    try {
      double share = Double.parseDouble(given);
      if (share >= 0 && Double.isFinite(share)) {
        return share;
      }
    } catch (NumberFormatException e) {
      throw new InputException(noShare(given), e);
    }
    throw new InputException(noShare(given));
  }

  private String noShare(String given) {
    return "cell '%s': slowdown: expected a share such as 0.05, found %s".formatted(name, given);
  }

  /** Whether the two measure the very same thing. */
  public boolean sameWork(Cell other) {
    return client.equals(other.client)
        && server.equals(other.server)
        && kind == other.kind
        && workload.equals(other.workload);
  }
}
