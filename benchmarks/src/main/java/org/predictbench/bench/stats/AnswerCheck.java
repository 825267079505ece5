package org.predictbench.bench.stats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.predictbench.bench.result.Answer;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;

/**
 * Did all cells answer alike? Bit for bit where one server config answered; across configs, whose
 * code paths add floats in different orders, the same class and probabilities within the suite's
 * tolerance of the first cell's.
 */
final class AnswerCheck {
  private final Suite suite;
  private final Map<String, Reference> byServer = new HashMap<>();
  private final Set<String> problems = new LinkedHashSet<>();
  private Reference first;

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
      if (cell.kind().hasVariant() && cell.kind().needsServer()) {
        problems.add(cell.name() + ": no answer recorded");
      }
      return;
    }
    Reference mine = new Reference(cell, answer);
    Reference same = byServer.putIfAbsent(cell.server(), mine);
    if (same != null) {
      if (!same.answer().bitsSha256().equals(answer.bitsSha256())) {
        problems.add(
            cell.name()
                + ": answer differs in its bits from that of "
                + same.cell().name()
                + " on the same server config "
                + cell.server());
      }
    } else if (first == null) {
      first = mine;
    } else {
      compareAcross(mine);
    }
  }

  private void compareAcross(Reference mine) {
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

  /** Over all classes; infinite if there are not as many. */
  static double largestDifference(List<Float> expected, List<Float> actual) {
    if (expected.size() != actual.size()) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < expected.size(); i++) {
      largest = Math.max(largest, Math.abs((double) expected.get(i) - actual.get(i)));
    }
    return largest;
  }
}
