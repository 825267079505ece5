package org.predictbench.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.predictbench.bench.noise.NoiseLevels;
import org.predictbench.bench.report.Reporter.Report;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunNote;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.shape.Grid;
import org.predictbench.bench.stats.Anatomy;
import org.predictbench.bench.stats.AnswerDistance;
import org.predictbench.bench.stats.Calibration;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Summary;

/** {@code README.md} of a run: what was asked, what came out, and how far to trust it. */
final class RunPage {
  static final String NAME = "README.md";

  private RunPage() {}

  static String render(Path directory, Report report, List<ForkRecord> forks) throws IOException {
    Suite suite = report.summary().suite();
    List<String> parts = new ArrayList<>();
    parts.add("# " + suite.name() + "\n\n" + suite.question());
    parts.add(Found.judged(report));
    parts.add(RunProse.verdict(report.verdict()));
    RunNote.read(directory).ifPresent(parts::add);
    Optional<Grid> grid = Grid.of(report.summary());
    grid.ifPresent(found -> parts.addAll(grid(found)));
    parts.add(Table.of(report.summary()).markdown().strip());
    parts.add(RunProse.key(report.summary()));
    if (grid.isEmpty()) {
      parts.add("![p50 of each cell](plots/ladder.svg)");
    }
    report.summary().callCost().ifPresent(cost -> parts.add(RunProse.callCost(cost)));
    List<Anatomy> anatomy = Anatomy.of(suite, forks);
    if (!anatomy.isEmpty()) {
      parts.add(anatomy(anatomy));
    }
    Calibration.of(suite, forks)
        .ifPresent(c -> parts.add("## Calibration\n\n" + CalibrationProse.markdown(c)));
    parts.add("## How it was measured\n\n" + bullets(RunProse.protocol(report)));
    List<AnswerDistance> answers = AnswerDistance.of(suite, forks);
    if (!answers.isEmpty()) {
      parts.add("## Answers\n\n" + RunProse.ANSWERS + "\n\n" + answers(answers).markdown().strip());
    }
    parts.add("## p50 by round\n\n" + rounds(report.summary()).markdown().strip());
    parts.add("## Percentiles [95 % CI]\n\n" + percentiles(report.summary()).markdown().strip());
    parts.add("## Peak memory (resident set)\n\n" + memory(report.summary()).markdown().strip());
    List<String> programs = ClientPrograms.lines(suite, forks);
    if (!programs.isEmpty()) {
      parts.add("## Client programs\n\n" + bullets(programs));
    }
    parts.add(
        "## Warm-up\n\n" + RunProse.STEADINESS + "\n\n" + bullets(RunProse.warmUp(suite, forks)));
    NoiseLevels.of(suite, forks)
        .ifPresent(
            noise ->
                parts.add("## Noise\n\n" + bullets(NoiseProse.of(noise, suite.cells().size()))));
    List<String> failures = RunProse.failures(forks);
    if (!failures.isEmpty()) {
      parts.add("## Failed forks\n\n" + bullets(failures));
    }
    parts.add(
        "## Threats to validity\n\n"
            + bullets(
                RunProse.threats(
                    report.summary(), forks, RunDirectory.open(directory).environment())));
    parts.add("## How to reproduce\n\n" + reproduce(directory));
    parts.add("## Files\n\n" + FileHashes.table(directory, Set.of(NAME)).markdown().strip());
    return String.join("\n\n", parts) + "\n";
  }

  private static String anatomy(List<Anatomy> cells) {
    return String.join(
        "\n\n",
        "## What a call is made of",
        "![parts of a call](plots/anatomy.svg)",
        AnatomyTable.of(cells).markdown().strip(),
        AnatomyTable.NOTE,
        bullets(AnatomyTable.key()));
  }

  private static List<String> grid(Grid grid) {
    List<String> parts = new ArrayList<>();
    parts.add("![p50 and ratio of each cell](plots/matrix.svg)");
    parts.add(GridPlots.table(grid).markdown().strip());
    parts.add(GridPlots.note(grid));
    GridPlots.throughput(grid)
        .ifPresent(curve -> parts.add("![latency over throughput](plots/throughput.svg)"));
    parts.add("## All cells");
    return parts;
  }

  static Table rounds(Summary summary) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("cell"));
    int last =
        summary.cells().stream()
            .flatMap(cell -> cell.roundP50().keySet().stream())
            .mapToInt(round -> round)
            .max()
            .orElse(0);
    for (int round = 1; round <= last; round++) {
      header.add(Integer.toString(round));
    }
    rows.add(header);
    for (CellSummary cell : summary.cells()) {
      List<String> row = new ArrayList<>(List.of("`" + cell.name() + "`"));
      for (int round = 1; round <= last; round++) {
        row.add(Numbers.time(cell.roundP50().getOrDefault(round, Double.NaN)));
      }
      rows.add(row);
    }
    return Table.of(rows);
  }

  static Table answers(List<AnswerDistance> answers) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("server", "class", "its probability", "largest difference"));
    for (AnswerDistance answer : answers) {
      rows.add(
          List.of(
              "`" + answer.server() + "`",
              Long.toString(answer.predictedClass()),
              Html.format("%.6f", answer.probability()),
              answer.sameBits() ? "none" : Html.format("%.1e", answer.largestDifference())));
    }
    return Table.of(rows);
  }

  static Table percentiles(Summary summary) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("cell", "samples", "p50", "p90", "p99", "p99.9"));
    for (CellSummary cell : summary.cells()) {
      rows.add(
          List.of(
              "`" + cell.name() + "`",
              Numbers.count(cell.samples()),
              Numbers.time(cell.p50()),
              Numbers.time(cell.p90()),
              Numbers.time(cell.p99()),
              Numbers.time(cell.p999())));
    }
    return Table.of(rows);
  }

  static Table memory(Summary summary) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("cell", "client", "server"));
    for (CellSummary cell : summary.cells()) {
      rows.add(
          List.of(
              "`" + cell.name() + "`",
              Numbers.bytes(cell.clientPeakRssBytes()),
              Numbers.bytes(cell.serverPeakRssBytes())));
    }
    return Table.of(rows);
  }

  private static String bullets(List<String> lines) {
    return lines.stream().map(line -> "- " + line).collect(Collectors.joining("\n"));
  }

  private static String reproduce(Path directory) throws IOException {
    Path command = directory.resolve("command.txt");
    if (!Files.exists(command)) {
      return "Run `suite.yaml` again; the command line was not recorded.";
    }
    Path seed = directory.resolve("seed.txt");
    String order =
        Files.exists(seed) ? "\nThe cells' order follows from seed " + oneLine(seed) + "." : "";
    return "```\n"
        + Files.readString(command).strip()
        + "\n```\n"
        + order
        + "\nTables and plots are rebuilt from `rounds/` by `java -jar benchmarks/target/benchmarks.jar report DIR`.";
  }

  private static String oneLine(Path file) throws IOException {
    return Files.readString(file).strip();
  }
}
