package org.predictbench.bench.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.files.InputException;

class OwnProgramTest {
  @Test
  void aCommandLineIsReadAsAShellReadsIt() throws Exception {
    ClientProgram program =
        ClientProgram.of(Map.of("command", "sh -c 'exec our client' \"two words\"  last"));
    assertThat(program.command(Path.of("/")))
        .containsExactly("sh", "-c", "exec our client", "two words", "last");
  }

  @Test
  void optionsAreHandedOnAsTheyAre() {
    Map<String, String> client =
        Map.of("command", "sh", "socket", "unix", "options.pool", "4", "options.mode", "fast");
    assertThat(ClientProgram.of(client).options(client))
        .containsOnly(
            Map.entry("socket", "unix"), Map.entry("pool", "4"), Map.entry("mode", "fast"));
    assertThat(ClientProgram.of(Map.of("command", "sh")).options(Map.of("command", "sh")))
        .containsOnly(Map.entry("socket", "tcp"));
  }

  @Test
  void whatCannotBeStartedIsRefusedInALine() {
    refused(
        Map.of("command", " "), "client: command: is empty; expected such as python3 my_client.py");
    refused(
        Map.of("command", "no-such-program --fast"),
        "client: command: there is no program 'no-such-program' here");
    refused(
        Map.of("command", "./no/such --fast"),
        "client: command: there is no program './no/such' here");
    refused(
        Map.of("command", "sh", "pool", "4"),
        "client: unknown pool: 4; known beside a command: socket (tcp, unix), options");
    refused(
        Map.of("command", "sh", "socket", "pigeon"),
        "client: unknown socket: pigeon; known beside a command: socket (tcp, unix), options");
  }

  private static void refused(Map<String, String> client, String why) {
    assertThatThrownBy(() -> ClientProgram.of(client).options(client))
        .isInstanceOf(InputException.class)
        .hasMessage(why);
  }

  /** As suites of run directories have them. */
  @Test
  void redactedFoldersAreTheUsersAgain() throws Exception {
    Map<String, String> client = Map.of("command", "sh ~/client --fast", "options.file", "~/data");
    ClientProgram program = ClientProgram.of(client);
    String home = System.getProperty("user.home");
    assertThat(program.command(Path.of("/"))).containsExactly("sh", home + "/client", "--fast");
    assertThat(program.options(client)).containsEntry("file", home + "/data");
  }
}
