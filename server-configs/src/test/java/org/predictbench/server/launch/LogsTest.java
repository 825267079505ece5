package org.predictbench.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INFO /tmp/libnetty.so exists but cannot be executed; check volume for \"noexec\" flag",
        "java.lang.UnsatisfiedLinkError: /c/libjni.so: failed to map segment from shared object",
        "Error: /c/libtensorflow.so.2: cannot open shared object file: Operation not permitted"
      })
  void aFolderThatAllowsNoProgramsIsTold(String line) throws IOException {
    assertThat(failure(line))
        .startsWith("died: a folder allows no programs")
        .contains("-Djava.io.tmpdir=DIR", "PREDICTBENCH_CACHE=DIR", "end of its log " + folder);
  }

  @Test
  void soIsAFullOne() throws IOException {
    assertThat(failure("java.io.IOException: No space left on device"))
        .startsWith("died: no space left on device: name other folders");
  }

  @Test
  void otherLogsAreQuotedAlone() throws IOException {
    assertThat(failure("Operation not permitted by the model"))
        .isEqualTo(
            "died; end of its log "
                + folder.resolve("log")
                + ":\nfirst\nOperation not permitted by the model");
  }

  private String failure(String line) throws IOException {
    Path log = Files.writeString(folder.resolve("log"), "first\n" + line + "\n");
    return Logs.failure("died", log, null).getMessage();
  }
}
