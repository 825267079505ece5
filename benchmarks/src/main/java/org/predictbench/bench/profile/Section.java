package org.predictbench.bench.profile;

import java.util.List;
import java.util.Optional;

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

  /** What a call cost each process of each cell; empty if nothing was recorded. */
  Optional<String> headline() {
    List<String> found =
        parts.stream()
            .map(
                part ->
                    "%s, %s: %s"
                        .formatted(
                            part.cell().asked(),
                            part.process(),
                            CellTables.amount(event, part.weights().whole())))
            .toList();
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(event.words() + " a call: " + String.join("; ", found));
  }

  List<String> processes() {
    return parts.stream().map(Part::process).distinct().toList();
  }
}
