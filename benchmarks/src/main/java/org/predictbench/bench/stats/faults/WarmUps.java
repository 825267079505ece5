package org.predictbench.bench.stats.faults;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.StubCalls;

/**
 * Was the code around the model's work compiled when the model was called? What is measured before
 * that is a start, and no service.
 */
public final class WarmUps {
  private WarmUps() {}

  /** What is to be known beside the verdict, one line each; empty if all were warm. */
  public static List<String> notes(List<ForkRecord> forks) {
    Map<String, List<ForkRecord>> cold =
        called(forks).stream()
            .filter(fork -> Boolean.FALSE.equals(fork.stubCalls().settled()))
            .collect(Collectors.groupingBy(ForkRecord::cell, TreeMap::new, Collectors.toList()));
    return cold.entrySet().stream()
        .map(
            cell ->
                "%s was still getting faster when it was measured, in %s: give it more stub_warmup"
                    .formatted(
                        cell.getKey(),
                        Rounds.named(cell.getValue().stream().map(ForkRecord::round).toList())))
        .toList();
  }

  /** How long the stub model was called, in a sentence; empty where it was not. */
  public static List<String> lines(List<ForkRecord> forks) {
    List<StubCalls> all = called(forks).stream().map(ForkRecord::stubCalls).toList();
    if (all.isEmpty()) {
      return List.of();
    }
    return List.of(
        String.format(
            Locale.ROOT,
            "Before that each fork called the stub model for %.1f to %.1f s, %,d to %,d times,"
                + " until that brought little beside a call of the model.",
            all.stream().mapToDouble(StubCalls::seconds).min().orElseThrow(),
            all.stream().mapToDouble(StubCalls::seconds).max().orElseThrow(),
            all.stream().mapToLong(StubCalls::calls).min().orElseThrow(),
            all.stream().mapToLong(StubCalls::calls).max().orElseThrow()));
  }

  private static List<ForkRecord> called(List<ForkRecord> forks) {
    return forks.stream().filter(fork -> fork.ok() && fork.stubCalls() != null).toList();
  }
}
