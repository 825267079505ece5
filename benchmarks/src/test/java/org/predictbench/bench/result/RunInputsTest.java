package org.predictbench.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.InputException;

class RunInputsTest {
  private static final RunInputs NOTHING = new RunInputs(null, null);
  private static final RunInputs ALL =
      new RunInputs("h:1", "m", "cat.jpg", "ab12", null, null, null, null);

  @TempDir Path results;

  @Test
  void whatIsNotGivenIsAsItWasAndTheSameMayBeRepeated() {
    assertThatCode(() -> ALL.requireSame(NOTHING)).doesNotThrowAnyException();
    assertThatCode(() -> ALL.requireSame(ALL)).doesNotThrowAnyException();
    // The same picture under another name is the same picture.
    assertThatCode(
            () ->
                ALL.requireSame(
                    new RunInputs(null, null, "copy.jpg", "ab12", null, null, null, null)))
        .doesNotThrowAnyException();
  }

  @Test
  void whatTheRunDidNotStartWithIsRefused() {
    assertThatThrownBy(
            () ->
                ALL.requireSame(
                    new RunInputs(null, null, "cat.jpg", "cd34", null, null, null, null)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "this run was started with another image: cat.jpg, SHA-256 ab12;"
                + " leave --image out, or start a new run");
    assertThatThrownBy(() -> NOTHING.requireSame(ALL))
        .hasMessage(
            "this run was started without --target; leave --target out, or start a new run");
    assertThatThrownBy(
            () -> ALL.requireSame(new RunInputs(null, "n", null, null, null, null, null, null)))
        .hasMessageContaining("was started with --model m");
    assertThatThrownBy(
            () ->
                NOTHING.requireSame(
                    new RunInputs(null, null, "cat.jpg", "cd34", null, null, null, null)))
        .hasMessageContaining("with the image that comes with it");
  }

  @Test
  void headersMustBeGivenAgainAndRequestsThatAreNotKept() {
    RunInputs.AskedCalls calls =
        new RunInputs.AskedCalls(
            null, null, null, "r.json", Map.of(), Map.of(), List.of("authorization"));
    RunInputs started = new RunInputs(null, "m", null, null, calls, null, null, null);
    RunInputs given =
        new RunInputs(
            null,
            null,
            null,
            null,
            new RunInputs.AskedCalls(null, null, null, null, null, null, null),
            null,
            null,
            null);

    assertThatThrownBy(() -> started.requireSame(given))
        .hasMessageContaining("was started with --header authorization=...");
    assertThat(started.optionsToGiveAgain(false))
        .isEqualTo(" --requests r.json --header authorization=...");
    assertThat(started.optionsToGiveAgain(true)).isEqualTo(" --header authorization=...");
  }

  @Test
  void theyAreReadBackWithTheUsersFoldersRestored() throws Exception {
    String home = System.getProperty("user.home");
    RunInputs inputs =
        new RunInputs(
            "unix:" + home + "/s.sock", home + "/m", "cat.jpg", "ab12", null, null, null, null);
    RunDirectory run =
        RunDirectory.create(results, Synthetic.suite(1), Clock.systemUTC(), () -> "id");
    assertThat(run.inputs()).isEmpty();
    run.writeInputs(inputs);
    run.writeRequests(file -> Files.write(file, new byte[] {1, 2}));

    assertThat(run.inputs()).contains(inputs);
    assertThat(Files.readAllBytes(run.requests().orElseThrow())).containsExactly(1, 2);
    assertThat(Files.readString(run.path().resolve("inputs.json"))).contains("unix:~/s.sock");
  }

  @Test
  void aClientOfTheUsersOwnMustBeGivenAgain() {
    RunInputs started =
        new RunInputs(null, "m", null, null, null, null, null, Map.of("our.jar", "ab12"));
    RunInputs other =
        new RunInputs(null, "m", null, null, null, null, null, Map.of("our.jar", "cd34"));
    assertThatCode(() -> started.requireSame(started)).doesNotThrowAnyException();
    assertThatThrownBy(() -> started.requireSame(other))
        .hasMessage(
            "this run was started with a client of its user's own: add --class-path with the same"
                + " files, our.jar");
    RunInputs without = new RunInputs(null, "m");
    assertThatThrownBy(() -> without.requireSame(started))
        .hasMessage("this run was started without --class-path; leave it out, or start a new run");
  }
}
