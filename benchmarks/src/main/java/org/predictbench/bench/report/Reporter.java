package org.predictbench.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.predictbench.bench.chart.Figure;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.jmh.JmhMerge;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Records;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunInputs;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.shape.Grid;
import org.predictbench.bench.stats.Anatomy;
import org.predictbench.bench.stats.Calibration;
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
  public record Report(
      Summary summary,
      Verdict verdict,
      Optional<RunInputs> inputs,
      Optional<Calibration> calibration) {}

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
    Optional<RunInputs> inputs = run.inputs();
    return new Report(
        summary,
        Verdict.of(summary, records, stopped)
            .noting(inputs.map(RunInputs::omissions).orElse(List.of())),
        inputs,
        Calibration.of(run.suite(), records.forks()));
  }

  /**
   * Writes {@code summary.csv}, {@code jmh.json}, the plots, {@code report.html} and {@code
   * README.md} anew; the same raw files give the same bytes.
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
    plots(directory.resolve("plots"), report.summary(), forks);
    AtomicFiles.write(
        directory.resolve(Page.NAME), new HtmlPage(directory, report, forks).render());
    // Last, since it states the hashes of all others.
    AtomicFiles.write(directory.resolve("README.md"), RunPage.render(directory, report, forks));
    return report;
  }

  private static void plots(Path folder, Summary summary, List<ForkRecord> forks)
      throws IOException {
    Optional<Grid> grid = Grid.of(summary);
    List<Anatomy> anatomy = Anatomy.of(summary.suite(), forks);
    plot(
        folder.resolve("ladder.svg"),
        grid.isPresent() ? Optional.empty() : Optional.of(StepBars.of(summary)));
    plot(folder.resolve("matrix.svg"), grid.map(GridPlots::heatMap));
    plot(folder.resolve("throughput.svg"), grid.flatMap(GridPlots::throughput));
    plot(
        folder.resolve("anatomy.svg"),
        anatomy.isEmpty() ? Optional.empty() : Optional.of(AnatomyBars.of(anatomy)));
  }

  /** One that a former version made, and this one does not, would be of other figures. */
  private static void plot(Path file, Optional<Figure> figure) throws IOException {
    if (figure.isPresent()) {
      AtomicFiles.write(file, figure.get().file());
    } else {
      Files.deleteIfExists(file);
    }
  }
}
