package org.predictbench.bench.process;

import org.predictbench.bench.files.InputException;
import org.predictbench.server.yaml.EnumNames;

/** What the callers of a cell run on. */
public enum CallerThreads {
  /** A thread of the system for each. */
  PLATFORM,
  /** A virtual thread for each, of which there may be ten thousand. */
  VIRTUAL;

  /** As suites name it. */
  public String id() {
    return EnumNames.of(this);
  }

  /**
   * The one of that name.
   *
   * @throws InputException in one line that lists the known ones
   */
  public static CallerThreads of(String id) {
    return EnumNames.find(values(), id)
        .orElseThrow(
            () ->
                new InputException(
                    "unknown '%s'; known: %s".formatted(id, EnumNames.list(values()))));
  }
}
