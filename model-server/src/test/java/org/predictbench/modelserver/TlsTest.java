package org.predictbench.modelserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;
import org.predictbench.client.Tensor;
import org.predictbench.client.axis.Transport;
import org.predictbench.client.axis.Variant;
import org.predictbench.modelserver.export.ExportModel;

/** A server that asks for its clients' certificates, and limits what it takes from them. */
class TlsTest {
  private static final int PIXELS = 224 * 224 * 3;
  private static final int MIB = 1 << 20;

  @TempDir static Path dir;

  private static TestKeys server;
  private static TestKeys client;
  private static ServerProcess process;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    server = TestKeys.make(dir, "server");
    client = TestKeys.make(dir, "client");
    Path model = dir.resolve("fixed-reply");
    assertThat(ExportModel.run("fixed-reply", model.toString())).isZero();
    Path ssl =
        Files.writeString(
            dir.resolve("ssl.pbtxt"),
            "server_key: \"%s\" server_cert: \"%s\" custom_ca: \"%s\" client_verify: true"
                .formatted(
                    text(server.key()), text(server.certificate()), text(client.certificate())));
    process =
        ServerProcess.start(
            "--port=0",
            "--model_name=m",
            "--model_base_path=" + model,
            "--grpc_channel_arguments=grpc.max_receive_message_length=" + MIB,
            "--ssl_config_file=" + ssl);
    port = process.ready().port();
    process.drainStderr();
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  private static String text(Path pem) throws IOException {
    return Files.readString(pem).replace("\n", "\\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"NETTY_NIO", "NETTY_EPOLL", "OKHTTP", "SOCKET", "MULTIPLEXED"})
  void clientsWithItsAuthorityAndACertificateAreServed(Transport transport) {
    String keys =
        "?ca=%s&cert=%s&key=%s".formatted(server.certificate(), client.certificate(), client.key());
    assertThat(predict("tls:127.0.0.1:" + port + keys, transport, 1).longs("classes"))
        .containsExactly(286);
  }

  @ParameterizedTest
  @EnumSource(names = {"NETTY_NIO", "SOCKET", "MULTIPLEXED"})
  void othersAreNot(Transport transport) {
    refused("tls:127.0.0.1:%d?ca=%s".formatted(port, server.certificate()), transport);
    refused(
        "tls:127.0.0.1:%d?ca=%s&cert=%s&key=%s"
            .formatted(port, server.certificate(), server.certificate(), server.key()),
        transport);
    refused("tls:127.0.0.1:" + port, transport);
    refused("127.0.0.1:" + port, transport);
  }

  @ParameterizedTest
  @EnumSource(names = {"NETTY_NIO", "SOCKET", "MULTIPLEXED"})
  void aMessageBeyondTheLimitIsRefused(Transport transport) {
    String keys =
        "?ca=%s&cert=%s&key=%s".formatted(server.certificate(), client.certificate(), client.key());
    assertThatThrownBy(() -> predict("tls:127.0.0.1:" + port + keys, transport, 2))
        .isInstanceOfSatisfying(
            PredictException.class,
            e -> assertThat(e.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
  }

  private static void refused(String target, Transport transport) {
    assertThatThrownBy(() -> predict(target, transport, 1))
        .isInstanceOfSatisfying(
            PredictException.class, e -> assertThat(e.code()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  private static Outputs predict(String target, Transport transport, int images) {
    try (PredictClient calls =
        PredictClients.create(
            Variant.best().over(transport),
            Target.parse(target),
            ModelRef.of("m"),
            Duration.ofSeconds(20))) {
      return calls.predict(
          Inputs.of("input", Tensor.of(new float[images * PIXELS], images, 224, 224, 3)));
    }
  }
}
