package org.predictbench.bench.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.report.Page;
import org.predictbench.bench.stats.Verdict;

/** Makes everything in a profile's directory that can be made from its raw files. */
public final class ProfileReport {
  private ProfileReport() {}

  /** Whether the directory holds a profile. */
  public static boolean isIn(Path directory) {
    return Profile.isIn(directory);
  }

  /**
   * What a list of runs says of a profile.
   *
   * @param asked the cells that were profiled, as they were asked for
   * @param headline what a call costs, in the event named first; empty if all failed
   * @param verdict valid if every cell has a profile
   * @param table cells, calls and what the profiler added to them, in Markdown
   */
  public record Outline(String asked, Optional<String> headline, Verdict verdict, String table) {}

  /** Reads a profile without writing anything. */
  public static Outline outline(Path directory) throws IOException {
    Profile profile = Profile.read(directory);
    Section section = section(directory, profile, profile.events().get(0), LayerRules.shipped());
    return new Outline(
        profile.cells().stream().map(ProfiledCell::asked).collect(Collectors.joining(" against ")),
        section.found(profile),
        profile.verdict(),
        new ProfilePage(directory, profile, List.of(section)).cells().markdown());
  }

  /**
   * Writes flame graphs, plots, {@code report.html} and {@code README.md} anew.
   *
   * @return what a terminal is shown
   */
  public static String rebuild(Path directory) throws IOException {
    Profile profile = Profile.read(directory);
    LayerRules rules = LayerRules.shipped();
    List<Section> sections = new ArrayList<>();
    for (ProfileEvent event : profile.events()) {
      Section section = section(directory, profile, event, rules);
      writeGraphs(directory, profile, section);
      sections.add(section);
    }
    ProfilePage page = new ProfilePage(directory, profile, sections);
    for (Section section : sections) {
      AtomicFiles.write(
          directory.resolve(LayerBars.file(section.event())), LayerBars.of(section).file());
    }
    AtomicFiles.write(
        directory.resolve(Page.NAME), new ProfileHtml(directory, profile, sections).render());
    // Last, since it states the hashes of all others.
    AtomicFiles.write(directory.resolve("README.md"), page.markdown());
    return page.terminal();
  }

  private static Section section(
      Path directory, Profile profile, ProfileEvent event, LayerRules rules) throws IOException {
    List<Section.Part> parts = new ArrayList<>();
    for (ProfiledCell cell : profile.cells()) {
      for (String process : cell.failure() == null ? cell.processes() : List.<String>of()) {
        Stacks stacks = Stacks.read(directory.resolve(Profile.stacks(cell, process, event)));
        parts.add(
            new Section.Part(
                cell, process, stacks, Weights.of(stacks, rules, cell.recordedCalls())));
      }
    }
    return new Section(event, parts);
  }

  private static void writeGraphs(Path directory, Profile profile, Section section)
      throws IOException {
    ProfileEvent event = section.event();
    for (Section.Part part : section.parts()) {
      AtomicFiles.write(
          directory.resolve(Profile.flameGraph(part.cell(), part.process(), event)),
          FlameGraphs.of(
              part.stacks(),
              "%s, %s: %s".formatted(part.cell().asked(), part.process(), event.words())));
    }
    for (String process : section.compared(profile)) {
      AtomicFiles.write(
          directory.resolve(Profile.difference(process, event)),
          difference(section, profile, process));
    }
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
