package org.predictbench.bench.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.report.Table;

/**
 * {@code archive.md}: runs that are no longer in the folder since others are shown in their place,
 * each with a commit that still holds it. Rows are added and never taken away.
 */
public final class Archive {
  static final String NAME = "archive.md";

  private static final List<String> HEADER = List.of("run", "date", "suite", "verdict", "commit");

  private Archive() {}

  /**
   * Takes the replaced runs of an index out of the folder and lists them.
   *
   * @param commit in which they are found from then on
   * @return names of the directories that are gone
   * @throws InputException if the commit does not hold all of them; nothing is deleted then
   */
  public static List<String> move(ResultsIndex index, Path folder, String commit)
      throws IOException {
    List<PublishedRun> runs = index.replaced();
    String hash = git(folder, "rev-parse", "--verify", "--short=10", commit + "^{commit}");
    for (PublishedRun run : runs) {
      for (String file : files(folder.resolve(run.name()))) {
        // Fails unless that very file is in the commit.
        String there = git(folder, "rev-parse", hash + ":./" + run.name() + "/" + file);
        String here = git(folder, "hash-object", run.name() + "/" + file);
        if (!there.equals(here)) {
          throw new InputException(
              "commit %s holds another %s/%s".formatted(hash, run.name(), file));
        }
      }
    }
    Path page = folder.resolve(NAME);
    List<List<String>> rows = new ArrayList<>();
    if (Files.exists(page)) {
      Files.readAllLines(page).stream()
          .filter(line -> line.matches("\\| \\d{4}-.*"))
          .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ")))
          .forEach(rows::add);
    }
    for (PublishedRun run : runs) {
      rows.add(List.of(run.name(), run.date(), run.suite(), run.status(), hash));
    }
    rows.sort(Comparator.comparing((List<String> row) -> row.get(0)).reversed());
    rows.add(0, HEADER);
    AtomicFiles.write(page, INTRODUCTION + Table.of(rows).leftAligned().markdown());
    for (PublishedRun run : runs) {
      delete(folder.resolve(run.name()));
    }
    return runs.stream().map(PublishedRun::name).toList();
  }

  private static final String INTRODUCTION =
      """
      # Archived runs

      These runs are no longer in this folder, since a later or a valid run of the same suite is \
      shown in their place. `git show COMMIT:results/RUN/README.md` reads one, and \
      `git checkout COMMIT -- results/RUN` brings it back.

      """;

  private static List<String> files(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> run.relativize(file).toString())
          .toList();
    }
  }

  private static void delete(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String git(Path folder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    Process git =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (git.waitFor() != 0) {
        throw new InputException("git finds no " + arguments[arguments.length - 1]);
      }
      return out;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
