package org.predictbench.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.predictbench.bench.result.AtomicFiles;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.InputException;
import org.predictbench.bench.result.Json;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunInputs;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.Anatomy;
import org.predictbench.bench.stats.MeasuredRun;
import org.predictbench.bench.stats.Summary;
import org.predictbench.bench.stats.Verdict;

/** Makes everything in a run directory that can be made from its raw files. */
public final class Reporter {
  private Reporter() {}

  /** What a run came to. */
  public record Report(Summary summary, Verdict verdict) {}

  /**
   * What {@code compare} knows of a run.
   *
   * @throws InputException if the directory holds no run or a damaged one
   */
  public static MeasuredRun measured(Path directory) throws IOException {
    RunDirectory run = RunDirectory.open(directory);
    Report report = read(directory);
    return new MeasuredRun(
        directory.toAbsolutePath().normalize().getFileName().toString(),
        report.summary(),
        report.verdict(),
        run.environment(),
        run.inputs().map(RunInputs::imageSha256));
  }

  /** Reads and judges a run without writing anything. */
  public static Report read(Path directory) throws IOException {
    RunDirectory run = RunDirectory.open(directory);
    List<ForkRecord> forks = run.forks();
    Summary summary = Summary.of(run.suite(), forks, run.seed());
    return new Report(summary, Verdict.of(summary, forks));
  }

  /**
   * Writes {@code summary.csv}, {@code jmh.json}, {@code plots/ladder.svg}, {@code report.html} and
   * {@code README.md} anew; the same raw files give the same bytes.
   *
   * @throws InputException if the directory holds no run or a damaged one
   */
  public static Report rebuild(Path directory) throws IOException {
    Report report = read(directory);
    List<ForkRecord> forks = RunDirectory.open(directory).forks();
    Suite suite = report.summary().suite();
    AtomicFiles.write(directory.resolve("summary.csv"), SummaryCsv.render(report.summary()));
    AtomicFiles.write(
        directory.resolve("jmh.json"),
        Json.mapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(JmhMerge.merge(suite, forks))
            + "\n");
    AtomicFiles.write(directory.resolve("plots/ladder.svg"), LadderPlot.render(report.summary()));
    List<Anatomy> anatomy = Anatomy.of(suite, forks);
    if (!anatomy.isEmpty()) {
      AtomicFiles.write(directory.resolve("plots/anatomy.svg"), new AnatomyBars(anatomy).svg());
    }
    AtomicFiles.write(
        directory.resolve(HtmlPage.NAME), new HtmlPage(directory, report, forks).render());
    // Last, since it states the hashes of all others.
    AtomicFiles.write(directory.resolve("README.md"), RunPage.render(directory, report, forks));
    return report;
  }
}
