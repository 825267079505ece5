package org.predictbench.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Records;
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

  /**
   * What a run came to.
   *
   * @param inputs what it measured beside its suite; empty in runs of early versions
   */
  public record Report(Summary summary, Verdict verdict, Optional<RunInputs> inputs) {}

  /**
   * What {@code compare} knows of a run.
   *
   * @throws InputException if the directory holds no run or a damaged one
   */
  public static MeasuredRun measured(Path directory) throws IOException {
    // A load run's suite has the same name, and a profile has none.
    if (Files.isDirectory(directory.resolve("trials"))) {
      throw new InputException(
          directory + " is a load run; only closed-loop runs, made by 'run', can be compared");
    }
    RunDirectory run = RunDirectory.open(directory);
    Report report = read(directory);
    return new MeasuredRun(
        directory.toAbsolutePath().normalize().getFileName().toString(),
        report.summary(),
        report.verdict(),
        run.environment(),
        report.inputs());
  }

  /** Reads and judges a run without writing anything. */
  public static Report read(Path directory) throws IOException {
    RunDirectory run = RunDirectory.open(directory);
    return judge(run, run.suite().protocol().mayGoOn() && run.listsHashes() && !run.isComplete());
  }

  /** The same for a run that is under way, as if it had its end here. */
  public static Report soFar(Path directory) throws IOException {
    return judge(RunDirectory.open(directory), false);
  }

  private static Report judge(RunDirectory run, boolean stopped) throws IOException {
    Records records = run.records();
    Summary summary = Summary.of(run.suite(), records.forks(), run.seed());
    return new Report(summary, Verdict.of(summary, records, stopped), run.inputs());
  }

  /**
   * Writes {@code summary.csv}, {@code jmh.json}, {@code plots/ladder.svg}, {@code report.html} and
   * {@code README.md} anew; the same raw files give the same bytes.
   *
   * @throws InputException if the directory holds no run or a damaged one
   */
  public static Report rebuild(Path directory) throws IOException {
    Report report = read(directory);
    RunDirectory run = RunDirectory.open(directory);
    run.keepHashes();
    List<ForkRecord> forks = run.forks();
    Suite suite = report.summary().suite();
    AtomicFiles.write(directory.resolve("summary.csv"), SummaryCsv.render(report.summary()));
    AtomicFiles.write(
        directory.resolve("jmh.json"),
        Json.mapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(JmhMerge.merge(suite, forks))
            + "\n");
    AtomicFiles.write(directory.resolve("plots/ladder.svg"), StepBars.of(report.summary()).file());
    List<Anatomy> anatomy = Anatomy.of(suite, forks);
    if (!anatomy.isEmpty()) {
      AtomicFiles.write(directory.resolve("plots/anatomy.svg"), AnatomyBars.of(anatomy).file());
    }
    AtomicFiles.write(
        directory.resolve(HtmlPage.NAME), new HtmlPage(directory, report, forks).render());
    // Last, since it states the hashes of all others.
    AtomicFiles.write(directory.resolve("README.md"), RunPage.render(directory, report, forks));
    return report;
  }
}
