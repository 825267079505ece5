package org.predictbench.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.predictbench.bench.shape.Changed;
import org.predictbench.bench.shape.Ladder;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Estimate;

/** What a ladder's steps are worth: all together, by what they change, and which of them not. */
final class LadderWords {
  private LadderWords() {}

  static List<String> of(Ladder ladder, Set<String> shownTogether) {
    Estimate together = ladder.together();
    if (!together.hasValue()) {
      return List.of();
    }
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "%s a call takes %s, p50 %s against %s."
            .formatted(
                subject(ladder),
                Words.time(together, "the time of " + Words.quoted(ladder.start().cell())),
                Numbers.time(ladder.end().p50().value()),
                Numbers.time(ladder.start().p50().value())));
    Map<Changed, List<Ladder.Step>> groups = ladder.byChange();
    if (groups.size() > 1) {
      sentences.add(
          "By what the steps change: "
              + Words.listed(
                  groups.entrySet().stream().map(g -> group(g.getKey(), g.getValue())).toList())
              + ".");
    }
    sentences.add(open(ladder, shownTogether));
    return sentences;
  }

  private static String subject(Ladder ladder) {
    int steps = ladder.steps().size();
    if (steps == 1) {
      return "With the step " + Words.quoted(ladder.end().cell());
    }
    return steps == ladder.planned()
        ? "With all %d steps".formatted(steps)
        : "With the %d of %d steps that were measured".formatted(steps, ladder.planned());
  }

  private static String group(Changed changed, List<Ladder.Step> steps) {
    return "%s %s%s"
        .formatted(
            changed.words(),
            steps.size() == 1 ? "" : "in %d steps ".formatted(steps.size()),
            Words.times(Ladder.product(steps)));
  }

  /** Which steps are not shown, of those that have an interval; empty if all are. */
  private static String open(Ladder ladder, Set<String> shownTogether) {
    List<CellSummary> steps =
        ladder.steps().stream()
            .map(Ladder.Step::cell)
            .filter(cell -> cell.stepRatio().hasInterval())
            .toList();
    List<CellSummary> open = steps.stream().filter(cell -> cell.stepRatio().contains(1)).toList();
    long alone =
        steps.stream()
            .filter(c -> !c.stepRatio().contains(1) && !shownTogether.contains(c.name()))
            .count();
    if (steps.size() < 2 || open.size() + alone == 0) {
      return "";
    }
    String range = Words.range(open.stream().map(CellSummary::detectableStep).toList());
    List<String> parts = new ArrayList<>();
    if (!open.isEmpty()) {
      parts.add(
          "no difference is shown for %d of the %d steps%s"
              .formatted(
                  open.size(),
                  steps.size(),
                  range.isEmpty() ? "" : " (%s would have been)".formatted(range)));
    }
    if (alone > 0) {
      parts.add(
          "%d of the %d %s shown only by %s, not if all are judged together"
              .formatted(
                  alone,
                  steps.size(),
                  alone == 1 ? "is" : "are",
                  alone == 1 ? "itself" : "themselves"));
    }
    String text = String.join("; ", parts) + ".";
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
