package org.predictbench.bench.result;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.predictbench.bench.files.InputException;

/**
 * What of a round's calls stands for the cell when cells are compared.
 *
 * <p>What disturbs a machine adds time to a call and never takes any away. So the faster calls of a
 * round say more about the cell, and the slower ones more about the machine. Where calls disturb
 * each other, as those of several callers do, that is not so: their waiting is the cell's own.
 */
public enum ComparedTime {
  P50("p50", "the rounds' medians"),
  /** Moves with every call in it, where a quantile may jump between two modes of the machine. */
  FAST_QUARTER("fast-quarter", "the mean of the faster quarter of a round's calls");

  private final String id;
  private final String words;

  ComparedTime(String id, String words) {
    this.id = id;
    this.words = words;
  }

  /** As suites write it. */
  public String id() {
    return id;
  }

  /** What it is, in a sentence. */
  public String words() {
    return words;
  }

  /**
   * By its name in suites.
   *
   * @throws InputException if there is none of that name
   */
  static ComparedTime of(String id) {
    return Arrays.stream(values())
        .filter(time -> time.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "unknown '%s'; known: %s"
                        .formatted(
                            id,
                            Arrays.stream(values())
                                .map(ComparedTime::id)
                                .collect(Collectors.joining(", ")))));
  }
}
