package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.predictbench.client.Inputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Target;
import org.predictbench.client.TestTensors;

/**
 * gRPC's C++ core, by way of Python: it answers before it has read our settings, and ends calls
 * before it has read them. {@code -Dpredictbench.python=} names another interpreter than Debian's,
 * which finds {@code python3-grpcio}.
 */
@Timeout(60)
class PythonServerTest {
  private static final String PYTHON =
      System.getProperty("predictbench.python", "/usr/bin/python3");
  private static final int TIMES = 20;

  @Test
  void refusesWhatIsTooLargeBeforeItHasIt() throws Exception {
    Inputs large = SocketClients.images(32);
    try (PythonServer server = new PythonServer()) {
      for (int i = 0; i < TIMES; i++) {
        try (PredictClient client = SocketClients.to(server.target())) {
          requireFailure(client, large, RequestOptions.DEFAULT, Status.Code.RESOURCE_EXHAUSTED);
          requireEcho(client, RequestOptions.DEFAULT);
          requireFailure(client, large, RequestOptions.DEFAULT, Status.Code.RESOURCE_EXHAUSTED);
        }
      }
    }
  }

  @Test
  void endsCallsByItsOwnDeadline() throws Exception {
    RequestOptions slow =
        RequestOptions.DEFAULT.withHeader("behaviour", "slow").withDeadline(Duration.ofMillis(50));
    try (PythonServer server = new PythonServer();
        PredictClient client = SocketClients.to(server.target())) {
      for (int i = 0; i < TIMES; i++) {
        requireFailure(client, SocketClients.ONE, slow, Status.Code.DEADLINE_EXCEEDED);
      }
      requireEcho(client, RequestOptions.DEFAULT);
    }
  }

  @Test
  void compressesUnasked() throws Exception {
    try (PythonServer server = new PythonServer();
        PredictClient client = SocketClients.to(server.target())) {
      requireEcho(client, RequestOptions.DEFAULT.withHeader("behaviour", "gzip"));
    }
  }

  @Test
  void closesConnectionsByAge() throws Exception {
    try (PythonServer server = new PythonServer("grpc.max_connection_age_ms=50");
        PredictClient client = SocketClients.to(server.target())) {
      for (int i = 0; i < 10 * TIMES; i++) {
        requireEcho(client, RequestOptions.DEFAULT);
        ScriptedServer.pause(i % 25);
      }
    }
  }

  /**
   * A call that comes just as the time is over gets a status of the server's own, which no client
   * may send again: in 3,000 calls at about that time 3 to the blocking client, 28 to Netty's.
   */
  @Test
  void closesIdleConnections() throws Exception {
    int answered = 0;
    try (PythonServer server = new PythonServer("grpc.max_connection_idle_ms=20");
        PredictClient client = SocketClients.to(server.target())) {
      for (int i = 0; i < 10 * TIMES; i++) {
        try {
          requireEcho(client, RequestOptions.DEFAULT);
          answered++;
        } catch (PredictException e) {
          assertThat(e).hasMessage("enter idle");
        }
        ScriptedServer.pause(i % 25);
      }
    }
    assertThat(answered).isGreaterThan(9 * TIMES);
  }

  private static void requireEcho(PredictClient client, RequestOptions options) {
    Inputs inputs = TestTensors.input(5000, 5000);
    assertThat(client.predict(inputs, options).sameBitsAs(TestTensors.echo(inputs))).isTrue();
  }

  private static void requireFailure(
      PredictClient client, Inputs inputs, RequestOptions options, Status.Code code) {
    assertThatExceptionOfType(PredictException.class)
        .isThrownBy(() -> client.predict(inputs, options))
        .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  private static final class PythonServer implements AutoCloseable {
    private final Process process;
    private final int port;

    PythonServer(String... options) throws IOException, InterruptedException {
      assumeTrue(Files.isExecutable(Path.of(PYTHON)), "no " + PYTHON);
      assumeTrue(
          new ProcessBuilder(PYTHON, "-c", "import grpc")
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0,
          PYTHON + " has no grpcio");
      List<String> command = new ArrayList<>(List.of(PYTHON, "src/test/python/predict_server.py"));
      command.addAll(List.of(options));
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      BufferedReader out = process.inputReader(StandardCharsets.US_ASCII);
      port = Integer.parseInt(out.readLine());
    }

    Target target() {
      return new Target.Tcp("127.0.0.1", port);
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
