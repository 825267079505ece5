package org.predictbench.bench.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.predictbench.bench.load.report.LoadReport;
import org.predictbench.bench.load.suite.LoadDirectory;
import org.predictbench.bench.report.Headline;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.result.RunNote;
import org.predictbench.bench.stats.Verdict;

/**
 * A run directory in a line.
 *
 * @param name of the directory, which begins with the date
 * @param headline what it found; empty if it found nothing
 * @param note what whoever published it has to say of it
 */
record PublishedRun(
    String name,
    String suite,
    String question,
    Optional<String> headline,
    Verdict verdict,
    Optional<String> note) {

  static PublishedRun read(Path directory) throws IOException {
    String name = directory.getFileName().toString();
    Optional<String> note = RunNote.read(directory);
    if (LoadDirectory.is(directory)) {
      LoadReport load = LoadReport.read(directory);
      return new PublishedRun(
          name, load.name(), load.question(), load.headline(), load.verdict(), note);
    }
    Reporter.Report report = Reporter.read(directory);
    return new PublishedRun(
        name,
        report.summary().suite().name(),
        report.summary().suite().question(),
        Headline.of(report.summary()).map(Headline::toString),
        report.verdict(),
        note);
  }

  /** As {@code 2026-11-24}. */
  String date() {
    return name.substring(0, name.indexOf('_'));
  }
}
