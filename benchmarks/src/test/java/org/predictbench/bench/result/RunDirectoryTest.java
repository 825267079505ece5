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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        ForkRecord.failed("fast", 1, 2, "server died", Instant.parse("2026-11-02T10:00:00Z"), 1.5);
    run.writeFork(ok);
    run.writeFork(failed);

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
    run.writeFork(ForkRecord.failed("base", 1, 1, "log:\n" + home + "/x", CLOCK.instant(), 1.0));

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
  void aForkCutOffWhileBeingWrittenCountsAsNotMeasured() throws Exception {
    RunDirectory run = create();
    run.writeFork(Synthetic.fork("base", 1, 1, List.of(new long[] {10, 3})));
    Path torn = run.path().resolve("rounds/001/fast.json" + AtomicFiles.TEMPORARY);
    Files.writeString(torn, "{\"schema\": 1, \"cell\": \"fa");

    assertThat(run.finished()).containsExactly(new CellRound("base", 1));
    run.writeFork(Synthetic.fork("fast", 1, 2, List.of(new long[] {10, 3})));
    assertThat(run.finished()).hasSize(2);
    assertThat(torn).doesNotExist();
  }

  @Test
  void rawDataIsNeverReplaced() throws Exception {
    RunDirectory run = create();
    ForkRecord fork = Synthetic.fork("base", 1, 1, List.of(new long[] {10, 3}));
    run.writeFork(fork);
    assertThatThrownBy(() -> run.writeFork(fork)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aRunThatIsBeingStoppedRecordsNoMoreForks() throws Exception {
    RunDirectory run = create();
    run.writeFork(Synthetic.fork("base", 1, 1, List.of(new long[] {10, 3})));
    run.seal();
    ForkRecord killed = ForkRecord.failed("fast", 1, 2, "fork ended", CLOCK.instant(), 1);
    assertThatThrownBy(() -> run.writeFork(killed)).isInstanceOf(RunStopped.class);
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
    AtomicFiles.write(fork, "{\"schema\": 99}");
    assertThatThrownBy(run::forks).hasMessageContaining("schema 99, this version reads 1");
    AtomicFiles.write(fork, "{\"schema\": 1");
    assertThatThrownBy(run::forks)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("base.json: no fork record");
  }

  private RunDirectory create() {
    return RunDirectory.create(results, Synthetic.suite(2), CLOCK, () -> "id");
  }
}
