package org.predictbench.bench.load.fault;

import java.time.Duration;
import org.predictbench.server.yaml.EnumNames;

/**
 * One thing that goes wrong during a load.
 *
 * @param at from the load's beginning
 * @param lasts how long; a killed server starts again after it
 * @param by how much later each reply comes, for {@link Kind#SLOW} alone
 */
public record Fault(Kind kind, Duration at, Duration lasts, Duration by) {

  /** What can go wrong. */
  public enum Kind {
    /** Connections stay open, and nothing comes through. */
    STALL,
    /** Replies are held back. */
    SLOW,
    /** Connections are reset, new ones are closed at once. */
    REFUSE,
    /** The server's process is killed, and started anew later. */
    KILL
  }

  @Override
  public String toString() {
    return "%s at %d ms for %d ms".formatted(EnumNames.of(kind), at.toMillis(), lasts.toMillis());
  }
}
