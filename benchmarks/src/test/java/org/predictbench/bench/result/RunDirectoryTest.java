package org.predictbench.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.result.RunDirectory.CellRound;

class RunDirectoryTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-02T10:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path results;

  @Test
  void aRunNeverTakesAnothersPlace() {
    Iterator<String> ids = List.of("a1", "a1", "b2").iterator();
    Suite suite = Synthetic.suite(2);
    RunDirectory first = RunDirectory.create(results, suite, CLOCK, ids::next);
    RunDirectory second = RunDirectory.create(results, suite, CLOCK, ids::next);
    assertThat(first.path()).hasFileName("2026-11-02_tiny_a1");
    assertThat(second.path()).hasFileName("2026-11-02_tiny_b2");
  }

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    RunDirectory run = create();
    run.writeSeed(42);
    ForkRecord ok = Synthetic.fork("base", 2, 1, List.of(new long[] {10, 3}, new long[] {20, 1}));
    ForkRecord failed =
        ForkRecord.of("fast", 1, 2)
            .took(Instant.parse("2026-11-02T10:00:00Z"), 1.5)
            .failed("server died");
    run.writeRound(1, List.of(failed), Optional.empty());
    run.writeRound(2, List.of(ok), Optional.empty());

    RunDirectory again = RunDirectory.open(run.path());
    assertThat(again.suite()).isEqualTo(Synthetic.suite(2));
    assertThat(again.seed()).isEqualTo(42);
    // As JSON, since arrays in records are equal only to themselves.
    assertThat(Json.mapper().writeValueAsString(again.forks()))
        .isEqualTo(Json.mapper().writeValueAsString(List.of(failed, ok)));
    assertThat(again.finished())
        .containsExactly(new CellRound("fast", 1), new CellRound("base", 2));
    assertThat(run.path().resolve("rounds/002/base.json")).exists();
  }

  @Test
  void nothingWrittenNamesTheUsersOwnFolders() throws Exception {
    String home = System.getProperty("user.home");
    String jvm = System.getProperty("java.home") + "/bin/java";
    RunDirectory run =
        RunDirectory.create(
            results, Synthetic.suite(2).withModel(home + "/models/m"), CLOCK, () -> "id");
    run.writeCommand("run ladder --image " + home + "/cat.jpg");
    run.writeEnvironment(Json.mapper().createObjectNode().put("command", jvm));
    run.writeRound(
        1,
        List.of(
            ForkRecord.of("base", 1, 1).took(CLOCK.instant(), 1.0).failed("log:\n" + home + "/x")),
        Optional.empty());

    assertThat(Files.readString(run.path().resolve("environment.json"))).contains("$JAVA_HOME/bin");
    assertThat(run.suite().model()).isEqualTo("~/models/m");
    try (Stream<Path> files = Files.walk(run.path())) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file))
                      .doesNotContain(home + "/", System.getProperty("java.home")));
    }
  }

  @Test
  void aRoundCutOffWhileBeingWrittenCountsAsNotMeasured() throws Exception {
    RunDirectory run = create();
    Path torn = run.path().resolve("rounds/001" + AtomicFiles.TEMPORARY);
    Files.createDirectories(torn);
    Files.writeString(torn.resolve("base.json"), "{\"schema\": 2, \"cell\": \"ba");

    assertThat(run.finished()).isEmpty();
    assertThat(run.records().problems()).isEmpty();
    run.writeRound(
        1, List.of(Synthetic.fork("base", 1, 1, List.of(new long[] {10, 3}))), Optional.empty());
    assertThat(run.finished()).containsExactly(new CellRound("base", 1));
    assertThat(run.records().problems()).isEmpty();
    assertThat(torn).doesNotExist();
  }

  @Test
  void rawDataIsNeverReplaced() throws Exception {
    RunDirectory run = create();
    List<ForkRecord> round = List.of(Synthetic.fork("base", 1, 1, List.of(new long[] {10, 3})));
    run.writeRound(1, round, Optional.empty());
    assertThatThrownBy(() -> run.writeRound(1, round, Optional.empty()))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aRunThatIsBeingStoppedRecordsNoMoreForks() throws Exception {
    RunDirectory run = create();
    run.writeRound(
        1, List.of(Synthetic.fork("base", 1, 1, List.of(new long[] {10, 3}))), Optional.empty());
    run.seal();
    ForkRecord killed = ForkRecord.of("base", 2, 1).took(CLOCK.instant(), 1).failed("fork ended");
    assertThatThrownBy(() -> run.writeRound(2, List.of(killed), Optional.empty()))
        .isInstanceOf(RunStopped.class);
    assertThat(run.finished()).containsExactly(new CellRound("base", 1));
  }

  @Test
  void whatCannotBeUsedIsSaidInOneLine() throws Exception {
    Path file = Files.writeString(results.resolve("file"), "");
    assertThatThrownBy(
            () -> RunDirectory.create(file.resolve("x"), Synthetic.suite(2), CLOCK, () -> "a"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("cannot write results to " + file);
    assertThatThrownBy(() -> RunDirectory.open(results))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no run directory");

    RunDirectory run = create();
    Path fork = run.path().resolve("rounds/001/base.json");
    AtomicFiles.write(fork, "{\"schema\": 1");
    assertThat(run.records().problems())
        .containsExactly("rounds/001/base.json: not recorded by this run");
    Files.delete(run.path().resolve(RawHashes.NAME));
    assertThat(run.records().problems()).containsExactly("rounds/001/base.json: no fork record");
    AtomicFiles.write(fork, "{\"schema\": 99}");
    assertThatThrownBy(run::forks)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("schema 99, this version reads up to 2");
  }

  private RunDirectory create() {
    return RunDirectory.create(results, Synthetic.suite(2), CLOCK, () -> "id");
  }
}
