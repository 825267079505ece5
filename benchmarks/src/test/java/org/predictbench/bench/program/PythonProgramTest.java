package org.predictbench.bench.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.InputException;

class PythonProgramTest {
  @TempDir Path folder;

  @Test
  void forksThatStartAtOnceShareOneScript() throws Exception {
    PythonProgram python = new PythonProgram(List.of("python3"));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int i = 0; i < 3; i++) {
        Path scratch = Files.createDirectory(folder.resolve("run-" + i));
        List<Callable<List<String>>> starts = Collections.nCopies(8, () -> python.command(scratch));
        for (Future<List<String>> command : threads.invokeAll(starts)) {
          assertThat(Path.of(command.get().get(1))).isNotEmptyFile();
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aMachineWithoutItIsToldWhatToInstall() throws Exception {
    Path broken = Files.writeString(folder.resolve("python"), "#!/bin/sh\nexit 1\n");
    assertThat(broken.toFile().setExecutable(true)).isTrue();
    PythonProgram absent = new PythonProgram(List.of("no-such-python", broken.toString()));

    assertThat(absent.unavailable().orElseThrow())
        .contains("with grpcio, protobuf and NumPy here (tried no-such-python, /")
        .contains(": pip install grpcio protobuf numpy, or apt-get")
        .endsWith("PREDICTBENCH_PYTHON names another interpreter")
        .hasLineCount(1);
  }

  @Test
  void theFirstInterpreterThatHasTheLibrariesIsTaken() throws Exception {
    Path good = Files.writeString(folder.resolve("python"), "#!/bin/sh\nexit 0\n");
    assertThat(good.toFile().setExecutable(true)).isTrue();
    PythonProgram program = new PythonProgram(List.of("no-such-python", good.toString()));

    assertThat(program.unavailable()).isEmpty();
    assertThat(program.command(folder))
        .containsExactly(good.toString(), folder.resolve("predict_client.py").toString());
    assertThat(folder.resolve("predict_client.py")).isNotEmptyFile();
  }

  /** So it dies with a harness that is killed: the pipe then has no writer any more. */
  @Test
  void theClientEndsWithItsInput() throws Exception {
    PythonProgram python = PythonProgram.ofUser();
    Assumptions.assumeTrue(python.unavailable().isEmpty(), () -> python.unavailable().orElse(""));
    Process process = new ProcessBuilder(python.command(folder)).start();
    try {
      assertThat(process.inputReader().readLine()).contains("\"say\": \"hello\"");
      process.getOutputStream().close();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whatACellLeavesOpenIsFilledIn() {
    assertThat(options(Map.of("program", "python", "encoding", "float-val")))
        .containsExactly(
            Map.entry("encoding", "float-val"),
            Map.entry("reuse", "shared"),
            Map.entry("socket", "tcp"));
  }

  @Test
  void whatIsNotKnownIsRefusedWithWhatIs() {
    refused(Map.of(), "client: neither program nor command; known: python, cpp, node, java");
    refused(
        Map.of("program", "cobol"),
        "client: unknown program 'cobol'; known: python, cpp, node, java");
    refused(
        Map.of("program", "python", "protos", "slim"),
        "client: unknown key 'protos' of program python; known: encoding, reuse, socket");
    refused(
        Map.of("program", "python", "encoding", "direct"),
        "client: unknown encoding 'direct' of program python; known: tensor-content, float-val");
  }

  private static Map<String, String> options(Map<String, String> client) {
    return ClientProgram.of(client).options(client);
  }

  private static void refused(Map<String, String> client, String why) {
    assertThatThrownBy(() -> options(client)).isInstanceOf(InputException.class).hasMessage(why);
  }
}
