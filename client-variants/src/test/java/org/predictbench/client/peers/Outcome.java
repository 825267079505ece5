package org.predictbench.client.peers;

import java.util.Map;
import java.util.TreeMap;

/**
 * A cell of the table: how the calls of one client to one peer in one situation ended.
 *
 * @param right calls that ended as they should
 * @param wrong how the others ended, and how many of each
 * @param first what the first failure that should not be said; empty if there was none
 * @param slowestMillis of all the calls
 */
record Outcome(int right, Map<String, Integer> wrong, String first, long slowestMillis) {

  int wrongs() {
    return wrong.values().stream().mapToInt(Integer::intValue).sum();
  }

  int calls() {
    return right + wrongs();
  }

  /** {@code ok}, or {@code ok 58/60, UNAVAILABLE 2}, or the code that all calls ended with. */
  @Override
  public String toString() {
    if (wrong.isEmpty()) {
      return "ok";
    }
    if (right == 0 && wrong.size() == 1) {
      return wrong.keySet().iterator().next();
    }
    StringBuilder text = new StringBuilder("ok %d/%d".formatted(right, calls()));
    new TreeMap<>(wrong).forEach((how, count) -> text.append(", %s %d".formatted(how, count)));
    return text.toString();
  }
}
