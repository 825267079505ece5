package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.predictbench.bench.result.Answer;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;

/**
 * How far the answers of a server config are from the baseline's, for the run's one image: what a
 * build costs in accuracy, beside what it gains in speed.
 *
 * @param server name of the config
 * @param predictedClass the first answer's
 * @param probability that it gives that class
 * @param largestDifference of a probability, over all of the config's answers and classes
 * @param sameBits whether every answer is the baseline's to the bit
 */
public record AnswerDistance(
    String server,
    long predictedClass,
    double probability,
    double largestDifference,
    boolean sameBits) {

  /**
   * One for each config that answered, in the suite's order; none if the baseline never did, or if
   * only one config answered.
   */
  public static List<AnswerDistance> of(Suite suite, List<ForkRecord> forks) {
    Map<String, List<Answer>> answers = new HashMap<>();
    for (ForkRecord fork : forks) {
      if (fork.ok() && fork.answer() != null) {
        answers.computeIfAbsent(fork.cell(), cell -> new ArrayList<>()).add(fork.answer());
      }
    }
    List<Answer> baseline = answers.getOrDefault(suite.baseline(), List.of());
    List<String> servers = suite.cells().stream().map(cell -> cell.server()).distinct().toList();
    List<AnswerDistance> distances = new ArrayList<>();
    for (String server : baseline.isEmpty() ? List.<String>of() : servers) {
      List<Answer> given =
          suite.cells().stream()
              .filter(cell -> cell.server().equals(server))
              .flatMap(cell -> answers.getOrDefault(cell.name(), List.of()).stream())
              .toList();
      if (!given.isEmpty()) {
        distances.add(of(server, baseline.get(0), given));
      }
    }
    return distances.size() > 1 ? distances : List.of();
  }

  private static AnswerDistance of(String server, Answer baseline, List<Answer> given) {
    Answer first = given.get(0);
    int index = (int) first.predictedClass();
    boolean known = index >= 0 && index < first.probabilities().size();
    return new AnswerDistance(
        server,
        first.predictedClass(),
        known ? first.probabilities().get(index) : Double.NaN,
        given.stream()
            .mapToDouble(
                answer ->
                    AnswerCheck.largestDifference(baseline.probabilities(), answer.probabilities()))
            .max()
            .orElseThrow(),
        given.stream().allMatch(answer -> answer.bitsSha256().equals(baseline.bitsSha256())));
  }
}
