package org.predictbench.bench.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.faults.Rounds;

/** Are the records those that the suite planned, and were they measured as it planned? */
final class RoundCheck {
  private final Suite suite;
  private final TreeMap<Integer, List<ForkRecord>> rounds = new TreeMap<>();

  RoundCheck(Suite suite, List<ForkRecord> forks) {
    this.suite = suite;
    forks.forEach(
        fork -> rounds.computeIfAbsent(fork.round(), unused -> new ArrayList<>()).add(fork));
  }

  /** {@code 2 of 5 rounds} if rounds are missing at the end, as when a run is stopped. */
  Optional<String> incomplete() {
    int planned = suite.protocol().rounds();
    int recorded = rounds.isEmpty() ? 0 : rounds.lastKey();
    return recorded < planned
        ? Optional.of("%d of %d rounds".formatted(recorded, planned))
        : Optional.empty();
  }

  /** What else is not as planned, one line each. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    strangers().ifPresent(problems::add);
    missing().ifPresent(problems::add);
    problems.addAll(doubled());
    problems.addAll(apart());
    return problems;
  }

  private Optional<String> strangers() {
    Set<String> strangers = new LinkedHashSet<>();
    rounds.values().stream()
        .flatMap(List::stream)
        .filter(fork -> suite.cell(fork.cell()).isEmpty())
        .forEach(fork -> strangers.add(fork.cell()));
    return strangers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "records of cells that the suite does not have: " + String.join(", ", strangers));
  }

  /** Records that are missing in the midst of others. */
  private Optional<String> missing() {
    Map<String, List<Integer>> missing = new LinkedHashMap<>();
    int last = rounds.isEmpty() ? 0 : rounds.lastKey();
    for (Cell cell : suite.cells()) {
      for (int round = 1; round <= last; round++) {
        if (of(round).stream().noneMatch(fork -> fork.cell().equals(cell.name()))) {
          missing.computeIfAbsent(cell.name(), unused -> new ArrayList<>()).add(round);
        }
      }
    }
    // A cell without any record is a FAILED one, and reported as such.
    missing.values().removeIf(absent -> absent.size() == last);
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "records are missing: "
                + missing.entrySet().stream()
                    .map(cell -> cell.getKey() + " in " + Rounds.named(cell.getValue()))
                    .collect(Collectors.joining(", ")));
  }

  private List<String> doubled() {
    List<String> doubled = new ArrayList<>();
    rounds.forEach(
        (round, forks) -> {
          long cells = forks.stream().map(ForkRecord::cell).distinct().count();
          long positions = forks.stream().map(ForkRecord::position).distinct().count();
          if (cells < forks.size() || positions < forks.size()) {
            doubled.add("round %d: two records of one cell, or of one position".formatted(round));
          }
        });
    return doubled;
  }

  /** The forks of a round live side by side, and rounds come one after the other. */
  private List<String> apart() {
    List<String> apart = new ArrayList<>();
    Instant before = Instant.MIN;
    for (Map.Entry<Integer, List<ForkRecord>> round : rounds.entrySet()) {
      Instant first = Instant.MAX;
      Instant lastStart = Instant.MIN;
      Instant firstEnd = Instant.MAX;
      Instant last = Instant.MIN;
      for (ForkRecord fork : round.getValue()) {
        Instant end =
            fork.startedAt().plus(Duration.ofMillis((long) (1000 * fork.durationSeconds())));
        first = earlier(first, fork.startedAt());
        last = later(last, end);
        if (fork.ok()) {
          lastStart = later(lastStart, fork.startedAt());
          firstEnd = earlier(firstEnd, end);
        }
      }
      if (lastStart.isAfter(firstEnd)) {
        apart.add("round %d: its forks did not run at the same time".formatted(round.getKey()));
      }
      if (first.isBefore(before)) {
        apart.add("round %d: it began before the round before it ended".formatted(round.getKey()));
      }
      before = later(before, last);
    }
    return apart;
  }

  private static Instant earlier(Instant one, Instant two) {
    return one.isBefore(two) ? one : two;
  }

  private static Instant later(Instant one, Instant two) {
    return one.isAfter(two) ? one : two;
  }

  private List<ForkRecord> of(int round) {
    return rounds.getOrDefault(round, List.of());
  }
}
