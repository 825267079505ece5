package org.predictbench.bench.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.InputException;

class ArchiveTest {
  private static final String OLDER = "2026-11-24_load-stall_000004";
  private static final String LATER = "2026-11-25_load-stall_000005";

  @TempDir private Path repository;

  private Path results;

  @BeforeEach
  void commitTwoRunsOfOneSuite() throws Exception {
    results = repository.resolve("results");
    RunFolders.copy(RunFolders.GOLDEN.resolve(OLDER), results.resolve(OLDER));
    Path later = RunFolders.copy(RunFolders.GOLDEN.resolve(OLDER), results.resolve(LATER));
    Path trial = later.resolve("trials/best.json");
    Files.writeString(trial, Files.readString(trial).replace("2026-11-24T23", "2026-11-25T23"));
    git("init", "-q");
    git("add", ".");
    git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "-m", "runs");
  }

  @Test
  void aReplacedRunLeavesAndIsListedWithTheCommitThatHoldsIt() throws Exception {
    List<String> gone = Archive.move(ResultsIndex.of(results), results, "HEAD");

    String commit = git("rev-parse", "--short=10", "HEAD");
    assertThat(gone).containsExactly(OLDER);
    assertThat(results.resolve(OLDER)).doesNotExist();
    assertThat(results.resolve(LATER)).exists();
    assertThat(Files.readString(results.resolve("archive.md")))
        .contains("| " + OLDER + " | 2026-11-24 | load-stall | INVALID: ")
        .contains("| " + commit + " |");
    assertThat(ResultsIndex.of(results).markdown()).contains("[archive.md](archive.md)");
  }

  @Test
  void whatWasListedBeforeStaysListed() throws Exception {
    Files.writeString(
        results.resolve("archive.md"), "| 2026-01-01_a_000000 | 2026-01-01 | a | VALID | abc |\n");

    Archive.move(ResultsIndex.of(results), results, "HEAD");

    assertThat(Files.readString(results.resolve("archive.md")))
        .containsSubsequence(OLDER, "| 2026-01-01_a_000000 | 2026-01-01 | a | VALID | abc |");
  }

  @Test
  void nothingIsDeletedThatTheCommitDoesNotHold() throws Exception {
    Files.writeString(results.resolve(OLDER).resolve("note.md"), "written later\n");

    assertThatThrownBy(() -> Archive.move(ResultsIndex.of(results), results, "HEAD"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("note.md");
    assertThat(results.resolve(OLDER).resolve("suite.yaml")).exists();
    assertThatThrownBy(() -> Archive.move(ResultsIndex.of(results), results, "nonesuch"))
        .isInstanceOf(InputException.class);
  }

  private String git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
    command.addAll(List.of(arguments));
    Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(git.waitFor()).as(output).isZero();
    return output;
  }
}
