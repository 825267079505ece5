package org.predictbench.bench.index;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.load.report.LoadReport;
import org.predictbench.bench.load.suite.LoadDirectory;
import org.predictbench.bench.profile.ProfileReport;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.tune.TuneDirectory;

/** The run directories of a folder such as {@code results}. */
public final class PublishedRuns {
  private final List<Path> directories;

  private PublishedRuns(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /**
   * Finds them by their names.
   *
   * @throws InputException if there is no such folder
   */
  public static PublishedRuns in(Path folder) throws IOException {
    return new PublishedRuns(
        RunFolder.directories(folder).stream()
            // Profiles show hot code, and tuning runs have no cells.
            .filter(child -> !ProfileReport.isIn(child) && !TuneDirectory.is(child))
            .toList());
  }

  /** All of them, by name, which begins with the date. */
  List<Path> directories() {
    return directories;
  }

  /** All closed-loop runs, by name. */
  public List<LoadedRun> all() throws IOException {
    List<LoadedRun> runs = new ArrayList<>();
    for (Path directory : directories) {
      if (!LoadDirectory.is(directory)) {
        runs.add(LoadedRun.of(directory));
      }
    }
    return runs;
  }

  /** The closed-loop run of a suite that was started last; empty if there is none. */
  public Optional<LoadedRun> latest(String suite) throws IOException {
    List<LoadedRun> runs = new ArrayList<>();
    for (Path directory : of(suite)) {
      if (!LoadDirectory.is(directory)) {
        runs.add(LoadedRun.of(directory));
      }
    }
    return runs.stream().max(Comparator.comparing(PublishedRuns::started));
  }

  /** The open-loop run of a suite that was started last; empty if there is none. */
  public Optional<LoadReport> latestLoad(String suite) throws IOException {
    List<LoadReport> runs = new ArrayList<>();
    for (Path directory : of(suite)) {
      if (LoadDirectory.is(directory)) {
        runs.add(LoadReport.read(directory));
      }
    }
    return runs.stream().max(Comparator.comparing(LoadReport::started));
  }

  private List<Path> of(String suite) {
    return directories.stream()
        .filter(d -> d.getFileName().toString().matches("[^_]+_" + suite + "_[^_]+"))
        .toList();
  }

  private static Instant started(LoadedRun run) {
    return run.forks().stream()
        .map(ForkRecord::startedAt)
        .min(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }
}
