package org.predictbench.bench.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.process.CallerThreads;
import org.predictbench.server.config.Jvm;

/**
 * One line of a suite: a client variant against a server config.
 *
 * @param name file-name-safe identifier, unique in its suite
 * @param step what this cell changes against the cell before it, in the reader's words
 * @param client axis name to value name; empty for kinds without a client variant
 * @param server name of a server config, {@link #NO_SERVER} for kinds that need none
 * @param against name of the cell to which its ratio refers; empty for the suite's baseline
 * @param jvm that the client runs on
 */
public record Cell(
    String name,
    String step,
    Map<String, String> client,
    String server,
    CellKind kind,
    Workload workload,
    String against,
    Jvm jvm) {
  /** In place of a server config. */
  public static final String NO_SERVER = "none";

  /** In place of a server config: a server that runs already, of which nothing else is known. */
  public static final String EXTERNAL_SERVER = "external";

  /** Beside the axes: the share by which the client is slowed on purpose. */
  private static final String SLOWDOWN = "slowdown";

  /** On the JVM we run on. */
  public Cell(
      String name,
      String step,
      Map<String, String> client,
      String server,
      CellKind kind,
      Workload workload,
      String against) {
    this(name, step, client, server, kind, workload, against, Jvm.OURS);
  }

  /** Compared with the suite's baseline. */
  public Cell(
      String name,
      String step,
      Map<String, String> client,
      String server,
      CellKind kind,
      Workload workload) {
    this(name, step, client, server, kind, workload, "");
  }

  /** With the default workload. */
  public Cell(String name, String step, Map<String, String> client, String server, CellKind kind) {
    this(name, step, client, server, kind, Workload.DEFAULT);
  }

  /** Whether the client's JVM has virtual threads, as callers or for callbacks. */
  public boolean hasVirtualThreads() {
    return workload.callerThreads() == CallerThreads.VIRTUAL
        || CallerThreads.VIRTUAL.id().equals(client.get("executor"));
  }

  /** Threads that call at once. */
  public int callers() {
    return workload.callers();
  }

  public Cell {
    step = step == null ? name : step;
    // Not Map.copyOf: the axes keep the order in which the suite lists them.
    client = client == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(client));
    kind = kind == null ? CellKind.of(CellKind.DEFAULT) : kind;
  }

  /** The same cell, described in other words. */
  public Cell withStep(String words) {
    return new Cell(name, words, client, server, kind, workload, against, jvm);
  }

  /** The same cell, compared with another one; with the suite's baseline if the name is empty. */
  public Cell withAgainst(String other) {
    return new Cell(name, step, client, server, kind, workload, other, jvm);
  }

  /** The same cell on another JVM. */
  public Cell withJvm(Jvm other) {
    return new Cell(name, step, client, server, kind, workload, against, other);
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
        && jvm.equals(other.jvm)
        && workload.equals(other.workload);
  }
}
