package org.predictbench.bench.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.predictbench.bench.report.Words;

/** What one event's samples say of all processes of all cells. */
record Section(ProfileEvent event, List<Part> parts) {

  /** One process of one cell. */
  record Part(ProfiledCell cell, String process, Stacks stacks, Weights weights) {}

  Section {
    parts = List.copyOf(parts);
  }

  Optional<Part> part(ProfiledCell cell, String process) {
    return parts.stream()
        .filter(part -> part.cell().equals(cell) && part.process().equals(process))
        .findFirst();
  }

  /** Names of processes that both of two cells have; none if there is but one cell. */
  List<String> compared(Profile profile) {
    if (profile.cells().size() < 2) {
      return List.of();
    }
    return processes().stream()
        .filter(process -> profile.cells().stream().allMatch(c -> part(c, process).isPresent()))
        .toList();
  }

  /**
   * What a call costs each process, and most of it where, in a sentence a cell; of two cells also
   * where the one saves most. Empty if nothing was recorded.
   */
  Optional<String> found(Profile profile) {
    List<String> sentences = new ArrayList<>();
    for (ProfiledCell cell : profile.cells()) {
      List<Part> own =
          parts.stream()
              .filter(part -> part.cell().equals(cell))
              .sorted(Comparator.comparingDouble((Part part) -> part.weights().whole()).reversed())
              .toList();
      if (!own.isEmpty()) {
        sentences.add(
            "A call of “%s” %s %s."
                .formatted(
                    cell.asked(),
                    event.inBytes() ? "allocates" : "takes",
                    Words.listed(own.stream().map(this::process).toList())));
      }
    }
    if (profile.cells().size() > 1 && sentences.size() == profile.cells().size()) {
      sentences.add(new DifferenceTables(profile, this).saving());
    }
    return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", sentences));
  }

  private String process(Part part) {
    Weights weights = part.weights();
    String layer =
        weights.layers().entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(
                most ->
                    CellTables.format(
                        " (%.0f %% of it in %s)",
                        100 * most.getValue() / weights.whole(), most.getKey()))
            .orElse("");
    return "%s%s in the %s%s"
        .formatted(
            CellTables.amount(event, weights.whole()),
            event.inBytes() ? "" : " of " + event.words(),
            part.process(),
            layer);
  }

  List<String> processes() {
    return parts.stream().map(Part::process).distinct().toList();
  }
}
