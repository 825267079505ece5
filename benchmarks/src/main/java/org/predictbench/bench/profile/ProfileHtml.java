package org.predictbench.bench.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.report.Page;
import org.predictbench.bench.result.RunNote;

/** {@link Page} of a profile. */
final class ProfileHtml {
  private final Path directory;
  private final Profile profile;
  private final List<Section> sections;
  private final ProfilePage words;

  ProfileHtml(Path directory, Profile profile, List<Section> sections) {
    this.directory = directory;
    this.profile = profile;
    this.sections = sections;
    this.words = new ProfilePage(directory, profile, sections);
  }

  String render() throws IOException {
    Path file = directory.resolve("environment.json");
    JsonNode environment =
        Files.exists(file) ? Json.mapper().readTree(file.toFile()) : MissingNode.getInstance();
    Page page =
        new Page(
            "profile",
            profile.cells().stream()
                .map(ProfiledCell::asked)
                .collect(
                    Collectors.joining(" against ", "Where does the time of a call of ", " go?")));
    page.madeFrom("`profile.json` and the collapsed stacks").found(words.found());
    if (!profile.verdict().valid()) {
      page.verdict(profile.verdict(), "");
    }
    page.note(RunNote.read(directory));
    page.note(Optional.of(words.setting()));
    cards(page);
    for (Section section : sections) {
      page.section(ProfilePage.capital(section.event().words()), section(section));
    }
    page.section(
        "How it was measured",
        Page.table("Cells", words.cells()),
        Page.paragraph(ProfilePage.OVERHEAD),
        Page.list(profile.remarks().stream().map(r -> "The profiler remarks: " + r).toList()),
        Page.paragraph(ProfilePage.KEY));
    page.section("How to reproduce", Page.command(words.command()));
    return page.environmentAndFiles(directory, environment).render();
  }

  private void cards(Page page) {
    for (ProfiledCell cell : profile.cells()) {
      if (cell.failure() == null) {
        page.card(
            cell.asked(),
            Numbers.time(cell.meanNanos(false) / 1000),
            "a call, not recorded; %s calls were".formatted(cell.recordedCalls()));
      }
    }
  }

  private String section(Section section) {
    StringBuilder html = new StringBuilder(LayerBars.of(section).html());
    if (profile.cells().size() > 1 && !section.parts().isEmpty()) {
      DifferenceTables difference = new DifferenceTables(profile, section);
      html.append(Page.heading("Difference, a call"))
          .append(Page.paragraph(difference.summary()))
          .append(Page.table("Difference by layer", difference.layers()))
          .append(Page.paragraph("By frame, as the leaf:"))
          .append(Page.table("Difference by frame", difference.frames()))
          .append(Page.list(difference.flameGraphs()));
    }
    for (ProfiledCell cell : profile.cells()) {
      if (cell.failure() == null) {
        html.append(cell(section, cell));
      }
    }
    return html.toString();
  }

  private static String cell(Section section, ProfiledCell cell) {
    CellTables tables = new CellTables(section, cell);
    StringBuilder html = new StringBuilder();
    html.append(Page.heading(cell.asked() + ": layers"))
        .append(Page.table("Layers of " + cell.asked(), tables.layers()));
    for (String process : cell.processes()) {
      html.append(Page.heading(cell.asked() + ": " + process))
          .append(
              Page.paragraph(
                  "[Flame graph](%s)"
                      .formatted(Profile.flameGraph(cell, process, section.event()))))
          .append(Page.table("Frames of " + cell.asked(), tables.hotPaths(process)));
    }
    return html.toString();
  }
}
