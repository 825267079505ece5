package org.predictbench.bench.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.predictbench.bench.files.AtomicFiles;

/** Makes everything in a profile's directory that can be made from its raw files. */
public final class ProfileReport {
  private ProfileReport() {}

  /** Whether the directory holds a profile. */
  public static boolean isIn(Path directory) {
    return Profile.isIn(directory);
  }

  /**
   * Writes flame graphs and {@code README.md} anew.
   *
   * @return what a terminal is shown
   */
  public static String rebuild(Path directory) throws IOException {
    Profile profile = Profile.read(directory);
    LayerRules rules = LayerRules.shipped();
    List<Section> sections = new ArrayList<>();
    for (ProfileEvent event : profile.events()) {
      sections.add(section(directory, profile, event, rules));
    }
    ProfilePage page = new ProfilePage(directory, profile, sections);
    AtomicFiles.write(directory.resolve("README.md"), page.markdown());
    return page.terminal();
  }

  private static Section section(
      Path directory, Profile profile, ProfileEvent event, LayerRules rules) throws IOException {
    List<Section.Part> parts = new ArrayList<>();
    for (ProfiledCell cell : profile.cells()) {
      for (String process : cell.failure() == null ? cell.processes() : List.<String>of()) {
        Stacks stacks = Stacks.read(directory.resolve(Profile.stacks(cell, process, event)));
        AtomicFiles.write(
            directory.resolve(Profile.flameGraph(cell, process, event)),
            FlameGraphs.of(stacks, "%s, %s: %s".formatted(cell.asked(), process, event.words())));
        parts.add(
            new Section.Part(
                cell, process, stacks, Weights.of(stacks, rules, cell.recordedCalls())));
      }
    }
    Section section = new Section(event, parts);
    for (String process : section.compared(profile)) {
      AtomicFiles.write(
          directory.resolve(Profile.difference(process, event)),
          difference(section, profile, process));
    }
    return section;
  }

  private static byte[] difference(Section section, Profile profile, String process)
      throws IOException {
    // A call's weight may be less than one unit: a thousand calls', then.
    List<Section.Part> parts =
        profile.cells().stream().map(cell -> section.part(cell, process).orElseThrow()).toList();
    List<Stacks> perCall =
        parts.stream()
            .map(part -> part.stacks().times(1000.0 / part.cell().recordedCalls()))
            .toList();
    return FlameGraphs.difference(
        perCall.get(0),
        perCall.get(1),
        "%s against %s, %s: %s of 1000 calls"
            .formatted(
                parts.get(0).cell().asked(),
                parts.get(1).cell().asked(),
                process,
                section.event().words()));
  }
}
