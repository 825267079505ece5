package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.predictbench.bench.result.Answer;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;

/**
 * Did all cells answer alike? Bit for bit where one server config answered, output by output, since
 * a cell may ask for some of them only; across configs, whose code paths add floats in different
 * orders, integers and strings to the bit and floats within the suite's tolerance of the first
 * cell's.
 */
final class AnswerCheck {
  private static final Set<String> FLOATS =
      Set.of("float", "double", "half", "bfloat16", "complex64", "complex128");

  private final Suite suite;
  private final Map<String, Reference> byServer = new HashMap<>();
  private final Set<String> problems = new LinkedHashSet<>();
  private final Map<String, Reference> byModel = new HashMap<>();

  private record Reference(Cell cell, Answer answer) {}

  private AnswerCheck(Suite suite) {
    this.suite = suite;
  }

  static List<String> problems(Suite suite, List<ForkRecord> forks) {
    AnswerCheck check = new AnswerCheck(suite);
    for (Cell cell : suite.cells()) {
      for (ForkRecord fork : forks) {
        if (fork.ok() && fork.cell().equals(cell.name())) {
          check.add(cell, fork.answer());
        }
      }
    }
    return new ArrayList<>(check.problems);
  }

  private void add(Cell cell, Answer answer) {
    if (answer == null) {
      if (cell.kind().hasClient() && cell.kind().needsServer()) {
        problems.add(cell.name() + ": no answer recorded");
      }
      return;
    }
    Reference mine = new Reference(cell, answer);
    Reference same = byServer.putIfAbsent(suite.modelOf(cell) + " " + cell.server(), mine);
    if (same != null) {
      if (!isSame(same.answer(), answer)) {
        problems.add(
            cell.name()
                + ": answer differs in its bits from that of "
                + same.cell().name()
                + " on the same server config "
                + cell.server());
      }
    } else {
      Reference first = byModel.putIfAbsent(suite.modelOf(cell), mine);
      if (first != null) {
        compareAcross(first, mine);
      }
    }
  }

  /** Compares bit for bit what both have. */
  private static boolean isSame(Answer expected, Answer actual) {
    if (expected.outputs().isEmpty() || actual.outputs().isEmpty()) {
      return expected.bitsSha256().equals(actual.bitsSha256());
    }
    if (!expected.outputs().keySet().equals(actual.outputs().keySet())) {
      return expected.outputs().entrySet().stream()
          .allMatch(
              output ->
                  actual
                      .outputs()
                      .getOrDefault(output.getKey(), output.getValue())
                      .equals(output.getValue()));
    }
    return expected.outputs().equals(actual.outputs())
        && isSameForAll(expected.requests(), actual.requests());
  }

  /** A cell may not have come to all requests of a set. */
  private static boolean isSameForAll(List<String> expected, List<String> actual) {
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      if (expected.get(i) != null
          && actual.get(i) != null
          && !expected.get(i).equals(actual.get(i))) {
        return false;
      }
    }
    return true;
  }

  private void compareAcross(Reference first, Reference mine) {
    Answer expected = first.answer();
    Answer actual = mine.answer();
    String who = mine.cell().name() + " on " + mine.cell().server();
    if (expected.predictedClass() != actual.predictedClass()) {
      problems.add(
          who
              + ": class "
              + actual.predictedClass()
              + ", but "
              + first.cell().name()
              + " on "
              + first.cell().server()
              + " says "
              + expected.predictedClass());
    }
    exactDifference(expected, actual)
        .ifPresent(
            output ->
                problems.add(
                    "%s: output '%s', which is no float, differs from that of %s on %s"
                        .formatted(who, output, first.cell().name(), first.cell().server())));
    for (Map.Entry<String, List<Float>> other : expected.otherFloats().entrySet()) {
      List<Float> theirs = actual.otherFloats().get(other.getKey());
      // Negated so that NaN, too, is a problem.
      if (theirs != null && !(largestDifference(other.getValue(), theirs) <= suite.tolerance())) {
        problems.add(
            "%s: output '%s' differs by %s from that of %s on %s, the suite allows %s"
                .formatted(
                    who,
                    other.getKey(),
                    largestDifference(other.getValue(), theirs),
                    first.cell().name(),
                    first.cell().server(),
                    suite.tolerance()));
      }
    }
    double difference = largestDifference(expected.probabilities(), actual.probabilities());
    // Negated so that NaN, too, is a problem.
    if (!(difference <= suite.tolerance())) {
      problems.add(
          who
              + ": probabilities differ by "
              + difference
              + " from those of "
              + first.cell().name()
              + ", the suite allows "
              + suite.tolerance());
    }
  }

  /** An output of integers or strings that differs, if there is one. */
  private static Optional<String> exactDifference(Answer expected, Answer actual) {
    return expected.outputs().entrySet().stream()
        .filter(output -> !FLOATS.contains(Answer.typeOf(output.getValue())))
        .filter(output -> actual.outputs().containsKey(output.getKey()))
        .filter(output -> !output.getValue().equals(actual.outputs().get(output.getKey())))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Over all values, relative to those beyond 1; infinite if there are not as many. */
  static double largestDifference(List<Float> expected, List<Float> actual) {
    if (expected.size() != actual.size()) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < expected.size(); i++) {
      double difference = Math.abs((double) expected.get(i) - actual.get(i));
      // Of large values a share: floats have so many digits and no more.
      largest = Math.max(largest, difference / Math.max(1, Math.abs(expected.get(i))));
    }
    return largest;
  }
}
