package org.predictbench.bench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fault in the midst of a run ends in a verdict that names it, without a stack trace. */
class FaultyRunIT {
  private static final String SUITE =
      SmallSuites.TWO_CELLS
          .replace("rounds: 50", "rounds: 1")
          .replace("measure: 200ms", "measure: 3s\nslice: 250ms");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KILL | enable_diagnostics | the server 'native-tuned' was killed by signal 9",
        "KILL | ForkedMain         | the fork was killed by signal 9",
        "STOP | enable_diagnostics | the server was suspended by a signal"
      })
  void aServerOrForkThatIsKilledOrStoppedIsNamed(String signal, String process, String words)
      throws Exception {
    Path suite = Files.writeString(folder.resolve("long.yaml"), SUITE);
    Process harness =
        new BuiltJar(folder)
            .startOnTerminal(
                "run", suite.toString(), "--out", folder.resolve("results").toString());
    StringWriter shown = new StringWriter();
    try (Reader output = harness.inputReader(StandardCharsets.UTF_8)) {
      // All is warm, and most time slices are still to come.
      readUntil("pass 3/13", output, shown);
      ProcessHandle victim = Processes.awaitChild(harness, process);
      Processes.signal(signal, victim);
      if (signal.equals("STOP")) {
        TimeUnit.MILLISECONDS.sleep(1000);
        Processes.signal("CONT", victim);
      }
      output.transferTo(shown);
    }

    assertThat(harness.waitFor()).as(shown.toString()).isEqualTo(1);
    assertThat(shown.toString().lines())
        .anyMatch(line -> line.matches("INVALID: .* FAILED: .*" + words + ".*"));
    assertThat(shown.toString()).doesNotContain("\tat ");
  }

  private static void readUntil(String text, Reader output, StringWriter shown) throws IOException {
    while (shown.getBuffer().indexOf(text) < 0) {
      int next = output.read();
      assertThat(next).as(shown.toString()).isNotNegative();
      shown.write(next);
    }
  }
}
