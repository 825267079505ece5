package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.client.Inputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.TestTensors;
import org.predictbench.client.peers.ForeignProcess;
import org.predictbench.client.peers.ForeignServer;

/**
 * gRPC's C++ core, by way of Python: it answers before it has read our settings, and ends calls
 * before it has read them.
 */
@ParameterizedClass
@EnumSource(OwnClient.class)
@Timeout(60)
class PythonServerTest {
  @Parameter OwnClient own;

  private static final int TIMES = 20;

  @TempDir Path folder;

  @Test
  void refusesWhatIsTooLargeBeforeItHasIt() throws Exception {
    Inputs large = SocketClients.images(32);
    try (ForeignProcess server = start()) {
      for (int i = 0; i < TIMES; i++) {
        try (PredictClient client = own.to(server.target())) {
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
        RequestOptions.DEFAULT
            .withHeader("behaviour", "sleep-300")
            .withDeadline(Duration.ofMillis(50));
    try (ForeignProcess server = start();
        PredictClient client = own.to(server.target())) {
      for (int i = 0; i < TIMES; i++) {
        requireFailure(client, SocketClients.ONE, slow, Status.Code.DEADLINE_EXCEEDED);
      }
      requireEcho(client, RequestOptions.DEFAULT);
    }
  }

  @Test
  void compressesUnasked() throws Exception {
    try (ForeignProcess server = start();
        PredictClient client = own.to(server.target())) {
      requireEcho(client, RequestOptions.DEFAULT.withHeader("behaviour", "gzip"));
    }
  }

  @Test
  void closesConnectionsByAge() throws Exception {
    try (ForeignProcess server = start("grpc.max_connection_age_ms=50");
        PredictClient client = own.to(server.target())) {
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
    try (ForeignProcess server = start("grpc.max_connection_idle_ms=20");
        PredictClient client = own.to(server.target())) {
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

  private ForeignProcess start(String... options) throws IOException, InterruptedException {
    Optional<String> reason = ForeignServer.PYTHON.unavailable();
    assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    return ForeignServer.PYTHON.start(folder, List.of(options));
  }
}
