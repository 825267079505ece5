package org.predictbench.bench.process;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.predictbench.bench.files.InputException;

/** What the callers of a cell run on. */
public enum CallerThreads {
  /** A thread of the system for each. */
  PLATFORM,
  /** A virtual thread for each, of which there may be ten thousand. */
  VIRTUAL;

  /** As suites name it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one of that name.
   *
   * @throws InputException in one line that lists the known ones
   */
  public static CallerThreads of(String id) {
    return Arrays.stream(values())
        .filter(threads -> threads.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "unknown '%s'; known: %s"
                        .formatted(
                            id,
                            Arrays.stream(values())
                                .map(CallerThreads::id)
                                .collect(Collectors.joining(", ")))));
  }
}
