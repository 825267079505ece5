package org.predictbench.bench.stats.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.predictbench.bench.result.ForkRecord;

/**
 * Did every call that a client made reach its server? A client that keeps an answer and returns it
 * again is fast, and right.
 */
public final class CallCounts {
  private CallCounts() {}

  private static final class Sums {
    private final TreeSet<Integer> rounds = new TreeSet<>();
    private long calls;
    private long served;
  }

  /** Cells whose server counted fewer requests than calls were made, one line each. */
  public static List<String> problems(List<ForkRecord> forks) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Sums> cell : differing(forks, -1).entrySet()) {
      lines.add(line(cell, "the client made %,d calls, and the server counted %,d requests in %s"));
    }
    return lines;
  }

  /** Cells whose server counted more requests than calls were made, one line each. */
  public static List<String> notes(List<ForkRecord> forks) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Sums> cell : differing(forks, 1).entrySet()) {
      lines.add(
          line(
              cell,
              "the client made %,d calls, and the server counted more requests, %,d, in %s:"
                  + " calls were sent again, or others called it"));
    }
    return lines;
  }

  /** Whether no call of these cells could be counted by its server, though calls were made. */
  public static boolean uncounted(List<ForkRecord> forks) {
    return forks.stream().anyMatch(fork -> fork.ok() && fork.calls() != null)
        && forks.stream().allMatch(fork -> fork.served() == null);
  }

  /** Of the rounds in which the server's count has that sign, less the client's. */
  private static Map<String, Sums> differing(List<ForkRecord> forks, int sign) {
    Map<String, Sums> cells = new TreeMap<>();
    for (ForkRecord fork : forks) {
      if (fork.ok()
          && fork.calls() != null
          && fork.served() != null
          && Long.signum(fork.served() - fork.calls()) == sign) {
        Sums sums = cells.computeIfAbsent(fork.cell(), unused -> new Sums());
        sums.rounds.add(fork.round());
        sums.calls += fork.calls();
        sums.served += fork.served();
      }
    }
    return cells;
  }

  private static String line(Map.Entry<String, Sums> cell, String words) {
    Sums sums = cell.getValue();
    return cell.getKey()
        + ": "
        + String.format(Locale.ROOT, words, sums.calls, sums.served, Rounds.named(sums.rounds));
  }
}
