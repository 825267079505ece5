package org.predictbench.bench.result;

import java.util.List;

/**
 * What a run recorded.
 *
 * @param forks the sound records by round, then by position
 * @param rounds the conditions of those rounds that recorded them, in order
 * @param problems what is wrong with the others and with the run's other raw files, one line each;
 *     empty if every raw file is there, unchanged and sound
 */
public record Records(List<ForkRecord> forks, List<RoundConditions> rounds, List<String> problems) {
  public Records {
    forks = List.copyOf(forks);
    rounds = List.copyOf(rounds);
    problems = List.copyOf(problems);
  }

  /** Sound records of which nothing else is known. */
  public static Records of(List<ForkRecord> forks) {
    return new Records(forks, List.of(), List.of());
  }
}
