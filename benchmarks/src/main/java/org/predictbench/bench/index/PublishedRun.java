package org.predictbench.bench.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.load.report.LoadReport;
import org.predictbench.bench.load.suite.LoadDirectory;
import org.predictbench.bench.profile.ProfileReport;
import org.predictbench.bench.report.Found;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.report.Table;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunNote;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Suites;
import org.predictbench.bench.stats.Verdict;
import org.predictbench.bench.tune.TuneDirectory;
import org.predictbench.bench.tune.TuneReport;

/**
 * A run directory as an index shows it: closed loop, load, tune or profile.
 *
 * @param name of the directory, which begins with the date
 * @param suite what it is a run of; of a profile, the cells that were profiled
 * @param group name of the group under which it is listed
 * @param headline what it found; empty if it found nothing
 * @param table its figures, in Markdown
 * @param note what whoever published it has to say of it
 * @param started when the first of its measurements began, which tells runs of a day apart
 */
record PublishedRun(
    String name,
    String suite,
    String group,
    String question,
    Optional<String> headline,
    Verdict verdict,
    String table,
    String machine,
    Optional<String> note,
    Instant started) {

  /** The run to show of several of a suite comes last: valid ones after others, then the latest. */
  static final Comparator<PublishedRun> TO_SHOW =
      Comparator.comparing((PublishedRun run) -> run.verdict().valid())
          .thenComparing(PublishedRun::started)
          .thenComparing(PublishedRun::name);

  static PublishedRun read(Path directory) throws IOException {
    if (ProfileReport.isIn(directory)) {
      return ofProfile(directory);
    }
    if (TuneDirectory.is(directory)) {
      return ofTune(directory);
    }
    return LoadDirectory.is(directory) ? ofLoad(directory) : ofClosedLoop(directory);
  }

  private static PublishedRun ofProfile(Path directory) throws IOException {
    ProfileReport.Outline profile = ProfileReport.outline(directory);
    return new PublishedRun(
        directory.getFileName().toString(),
        "profile of " + profile.asked(),
        Groups.PROFILES,
        "Where does the time of a call go?",
        profile.headline(),
        profile.verdict(),
        profile.table(),
        machine(directory),
        RunNote.read(directory),
        // A profile has no clock of its own: of two of a day, the name decides.
        Instant.parse(directory.getFileName().toString().substring(0, 10) + "T00:00:00Z"));
  }

  private static PublishedRun ofLoad(Path directory) throws IOException {
    LoadReport load = LoadReport.read(directory);
    return new PublishedRun(
        directory.getFileName().toString(),
        load.name(),
        Groups.known(load.group().orElse(Groups.OTHER)),
        load.question(),
        load.headline(),
        load.verdict(),
        load.table(),
        machine(directory),
        RunNote.read(directory),
        load.started());
  }

  private static PublishedRun ofTune(Path directory) throws IOException {
    TuneReport tune = TuneReport.read(directory);
    return new PublishedRun(
        directory.getFileName().toString(),
        directory.getFileName().toString().replaceAll("^[^_]*_|_[^_]*$", ""),
        Groups.known("tuning"),
        tune.question(),
        Optional.of(tune.found()),
        tune.verdict(),
        tune.table(),
        machine(directory),
        RunNote.read(directory),
        tune.started());
  }

  private static PublishedRun ofClosedLoop(Path directory) throws IOException {
    Reporter.Report report = Reporter.read(directory);
    Suite suite = report.summary().suite();
    return new PublishedRun(
        directory.getFileName().toString(),
        suite.name(),
        Groups.known(suite.listing().or(Suites.listing(suite.name())).group().orElse(Groups.OTHER)),
        suite.question(),
        Optional.of(Found.of(report)),
        report.verdict(),
        Table.markdown(report.summary()),
        machine(directory),
        RunNote.read(directory),
        RunDirectory.open(directory).forks().stream()
            .map(ForkRecord::startedAt)
            .min(Comparator.naturalOrder())
            .orElse(Instant.MIN));
  }

  private static String machine(Path directory) throws IOException {
    Path file = directory.resolve("environment.json");
    if (!Files.exists(file)) {
      return "unknown machine";
    }
    JsonNode machine = Json.mapper().readTree(file.toFile()).path("machine");
    return "%s, %s cores"
        .formatted(
            machine.path("cpu").asText("unknown CPU").replace("(R)", ""),
            machine.path("cores").asText("unknown"));
  }

  /** As {@code 2026-11-24}. */
  String date() {
    return name.substring(0, name.indexOf('_'));
  }

  /** As {@code 2717fd}. */
  String id() {
    return name.substring(name.lastIndexOf('_') + 1);
  }

  boolean isProfile() {
    return group.equals(Groups.PROFILES);
  }

  /** The verdict; profiles have no control that could speak against them. */
  String status() {
    return isProfile() && verdict.valid() ? "complete" : verdict.line();
  }

  /** What it found, in words even if it found nothing. */
  String found() {
    return headline.orElse("nothing measured");
  }
}
