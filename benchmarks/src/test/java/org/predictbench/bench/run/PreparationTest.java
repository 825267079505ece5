package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.plan.AskedWorkload;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunInputs;
import org.predictbench.bench.result.Synthetic;

/** A resumed run goes on with what it started with, or not at all. */
class PreparationTest {
  @TempDir Path folder;

  private RunDirectory started;

  @BeforeEach
  void start() throws Exception {
    started = RunDirectory.create(folder, Synthetic.suite(1), Clock.systemUTC(), () -> "id");
    started.writeInputs(new RunInputs(null, null, "cat.jpg", "ab12", null, null, null, null));
  }

  @Test
  void anotherImageIsRefused() throws Exception {
    Path dog = Files.writeString(folder.resolve("dog.jpg"), "woof");
    refused(dog, "this run was started with another image: cat.jpg, SHA-256 ab12");
  }

  @Test
  void anImageThatIsNoLongerThereIsNotReplacedByTheShippedOne() {
    refused(null, "the run does not keep its image: add --image with the run's, cat.jpg");
  }

  @Test
  void anUnreadableImageIsNamed() {
    refused(
        folder.resolve("nope.jpg"),
        folder.resolve("nope.jpg") + " does not exist: a JPEG or PNG is expected");
  }

  private void refused(Path image, String expected) {
    RunRequest request =
        new RunRequest(
            "ladder",
            null,
            null,
            AskedWorkload.NOTHING.withImage(image),
            folder,
            42,
            null,
            null,
            false,
            started.path());
    assertThatThrownBy(() -> Preparation.of(request, new PrintStream(System.out, true)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(expected);
  }
}
