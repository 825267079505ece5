package org.predictbench.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.FailureText;
import org.predictbench.bench.report.Reporter;

/** A disk that fills while records are written: the round is there whole or not at all. */
class FullDiskTest {
  @TempDir Path folder;

  @Test
  void aRunOnADiskThatFillsKeepsItsRoundsAndGoesOnWhenThereIsRoom() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", "size=256k", "none", disk.toString()),
        "only root may mount a small disk");
    try {
      Suite suite = Synthetic.suite(3);
      List<ForkRecord> forks = Synthetic.forks(suite, 1, 20, 0.01);
      RunDirectory run = RunDirectory.create(disk, suite, Clock.systemUTC(), () -> "id");
      run.writeRound(1, round(1, forks), Optional.empty());
      // As much as leaves room for some of the next round's files, and not for all.
      Path ballast = disk.resolve("ballast");
      Files.write(ballast, new byte[(int) (Files.getFileStore(disk).getUsableSpace() - 16384)]);

      Throwable failure =
          catchThrowable(() -> run.writeRound(2, round(2, forks), Optional.empty()));

      assertThat(FailureText.of(failure))
          .startsWith("cannot write " + run.path())
          .endsWith(": No space left on device")
          .doesNotContain("\n");
      assertIsAsAfterRoundOne(run);

      Files.delete(ballast);
      run.writeRound(2, round(2, forks), Optional.empty());
      run.writeRound(3, round(3, forks), Optional.empty());
      assertThat(run.records().problems()).isEmpty();
      assertThat(run.forks()).hasSameSizeAs(forks);
    } finally {
      assertThat(succeeds("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void aFileThatCannotBeWrittenTakesItsRoundWithIt() throws Exception {
    Suite suite = Synthetic.suite(2);
    List<ForkRecord> forks = Synthetic.forks(suite, 1, 20, 0.01);
    RunDirectory run = RunDirectory.create(folder, suite, Clock.systemUTC(), () -> "id");
    run.writeRound(1, round(1, forks), Optional.empty());
    // Nobody can write a file where a folder is, whoever the tests run as.
    Files.createDirectories(run.path().resolve("rounds/002.tmp/fast.json/in-the-way"));

    Throwable failure = catchThrowable(() -> run.writeRound(2, round(2, forks), Optional.empty()));

    assertThat(failure).isInstanceOf(IOException.class).hasMessageContaining("fast.json: ");
    assertIsAsAfterRoundOne(run);
    run.writeRound(2, round(2, forks), Optional.empty());
    assertThat(run.records().problems()).isEmpty();
  }

  @Test
  void aRoundThatIsListedAndNotYetNamedIsMeasuredAgain() throws Exception {
    Suite suite = Synthetic.suite(2);
    List<ForkRecord> forks = Synthetic.forks(suite, 1, 20, 0.01);
    RunDirectory run = RunDirectory.create(folder, suite, Clock.systemUTC(), () -> "id");
    run.writeRound(1, round(1, forks), Optional.empty());
    run.writeRound(2, round(2, forks), Optional.empty());
    // As it is between the two last steps of writing a round.
    Files.move(run.path().resolve("rounds/002"), run.path().resolve("rounds/002.tmp"));

    assertThat(run.records().problems()).isEmpty();
    assertThat(run.finished()).hasSize(suite.cells().size());
    run.writeRound(2, round(2, forks), Optional.empty());
    assertThat(run.records().problems()).isEmpty();
  }

  private static void assertIsAsAfterRoundOne(RunDirectory run) throws IOException {
    try (Stream<Path> rounds = Files.list(run.path().resolve("rounds"))) {
      assertThat(rounds.map(path -> path.getFileName().toString())).containsExactly("001");
    }
    assertThat(run.records().problems()).isEmpty();
    assertThat(Reporter.read(run.path()).verdict().line()).matches("INCOMPLETE: 1 of [23] rounds");
  }

  private static List<ForkRecord> round(int round, List<ForkRecord> forks) {
    return forks.stream().filter(fork -> fork.round() == round).toList();
  }

  private static boolean succeeds(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }
}
