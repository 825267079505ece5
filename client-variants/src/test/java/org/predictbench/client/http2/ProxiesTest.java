package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.client.FakePredictService;
import org.predictbench.client.Inputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;
import org.predictbench.client.TestTensors;

/**
 * nginx, haproxy and nghttpx between a client and a server; those that are not installed are
 * skipped. They listen on Unix sockets, which need no free port.
 */
@Timeout(60)
class ProxiesTest {
  /** Of haproxy and nginx: they close connections that were idle so long, without mercy. */
  private static final int IDLE_MILLIS = 30;

  @TempDir Path folder;

  /** Each ends idle connections soon, and takes any request; what differs is its first window. */
  enum Proxy {
    NGINX("nginx") {
      @Override
      List<String> command(Path folder, int server) throws IOException {
        return nginx(folder, server, "");
      }
    },
    NGINX_WITHOUT_A_FIRST_WINDOW("nginx") {
      @Override
      List<String> command(Path folder, int server) throws IOException {
        return nginx(folder, server, "http2_body_preread_size 0;");
      }
    },
    HAPROXY("haproxy") {
      @Override
      List<String> command(Path folder, int server) throws IOException {
        Path configuration = folder.resolve("haproxy.cfg");
        Files.writeString(
            configuration,
            """
            defaults
              mode http
              timeout connect 1s
              timeout client %1$dms
              timeout http-keep-alive %1$dms
              timeout server 10s
              retries 0
            frontend clients
              bind unix@%2$s proto h2
              default_backend servers
            backend servers
              server one 127.0.0.1:%3$d proto h2
            """
                .formatted(IDLE_MILLIS, socket(folder), server));
        return List.of("haproxy", "-db", "-f", configuration.toString());
      }
    },
    NGHTTPX("nghttpx") {
      @Override
      List<String> command(Path folder, int server) {
        return List.of(
            "nghttpx",
            "--conf=/dev/null",
            "--workers=1",
            "--frontend=unix:" + socket(folder) + ";no-tls",
            "--backend=127.0.0.1," + server + ";;proto=h2");
      }
    };

    private final String program;

    Proxy(String program) {
      this.program = program;
    }

    abstract List<String> command(Path folder, int server) throws IOException;

    private static List<String> nginx(Path folder, int server, String more) throws IOException {
      Path configuration = folder.resolve("nginx.conf");
      Files.writeString(
          configuration,
          """
          daemon off;
          master_process off;
          pid %1$s/nginx.pid;
          error_log stderr crit;
          events {}
          http {
            access_log off;
            client_body_temp_path %1$s/body;
            proxy_temp_path %1$s/proxy;
            fastcgi_temp_path %1$s/fastcgi;
            uwsgi_temp_path %1$s/uwsgi;
            scgi_temp_path %1$s/scgi;
            client_max_body_size 21m;
            keepalive_timeout %2$dms;
            server {
              listen unix:%3$s http2;
              %4$s
              location / { grpc_pass grpc://127.0.0.1:%5$d; }
            }
          }
          """
              .formatted(folder, IDLE_MILLIS, socket(folder), more, server));
      return List.of("nginx", "-c", configuration.toString(), "-e", "stderr");
    }
  }

  private static Path socket(Path folder) {
    return folder.resolve("p.sock");
  }

  @ParameterizedTest
  @EnumSource
  void passOnWhatFitsAndWhatDoesNotFitAWindow(Proxy proxy) throws Exception {
    Server server = start();
    try (Running running = new Running(proxy, folder, server.getPort());
        PredictClient client = SocketClients.to(running.target(), "content")) {
      for (int i = 0; i < 3; i++) {
        for (Inputs inputs : List.of(SocketClients.ONE, SocketClients.images(32))) {
          assertThat(client.predict(inputs).sameBitsAs(TestTensors.echo(inputs))).isTrue();
        }
      }
    } finally {
      server.shutdownNow();
    }
  }

  /** Callers that pause for about as long as the proxy keeps their connections. */
  @ParameterizedTest
  @EnumSource
  void endIdleConnectionsWithoutHarmToCalls(Proxy proxy) throws Exception {
    Server server = start();
    try (Running running = new Running(proxy, folder, server.getPort());
        PredictClient client = SocketClients.to(running.target())) {
      List<CompletableFuture<Void>> callers =
          IntStream.range(0, 4)
              .mapToObj(seed -> CompletableFuture.runAsync(() -> callWithPauses(client, seed)))
              .toList();
      callers.forEach(CompletableFuture::join);
    } finally {
      server.shutdownNow();
    }
  }

  private static void callWithPauses(PredictClient client, int seed) {
    for (int i = 0; i < 60; i++) {
      assertThat(client.predict(SocketClients.ONE).aliases()).hasSize(1);
      ScriptedServer.pause(IDLE_MILLIS - 5 + (i + seed) % 10);
    }
  }

  @ParameterizedTest
  @EnumSource
  void answerThemselvesForAServerThatIsDown(Proxy proxy) throws Exception {
    Server server = start();
    int port = server.getPort();
    server.shutdownNow().awaitTermination();
    try (Running running = new Running(proxy, folder, port);
        PredictClient client = SocketClients.to(running.target())) {
      for (int i = 0; i < 3; i++) {
        PredictException failure = SocketClients.failure(client, SocketClients.ONE);
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(failure.getMessage()).startsWith("HTTP status 50");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NGINX.*", mode = EnumSource.Mode.MATCH_ALL)
  void refuseWhatIsTooLargeForThem(Proxy proxy) throws Exception {
    Server server = start();
    try (Running running = new Running(proxy, folder, server.getPort());
        PredictClient client = SocketClients.to(running.target())) {
      for (int i = 0; i < 3; i++) {
        PredictException failure = SocketClients.failure(client, SocketClients.images(64));
        assertThat(failure)
            .hasMessage("HTTP status 413 and content type text/html, without a grpc-status");
        assertThat(failure.code()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(client.predict(SocketClients.ONE).aliases()).hasSize(1);
      }
    } finally {
      server.shutdownNow();
    }
  }

  private static Server start() throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .addService(new FakePredictService())
        .build()
        .start();
  }

  private static final class Running implements AutoCloseable {
    private final Process process;
    private final Path socket;

    Running(Proxy proxy, Path folder, int server) throws IOException {
      assumeTrue(installed(proxy.program).isPresent(), proxy.program + " is not installed");
      socket = socket(folder);
      process =
          new ProcessBuilder(proxy.command(folder, server))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      while (!Files.exists(socket)) {
        assertThat(process.isAlive()).as(proxy.program + " runs").isTrue();
        ScriptedServer.pause(10);
      }
      // It is bound before it listens.
      ScriptedServer.pause(50);
    }

    private static Optional<Path> installed(String program) {
      return Stream.concat(
              Arrays.stream(System.getenv("PATH").split(File.pathSeparator)),
              Stream.of("/usr/sbin"))
          .map(folder -> Path.of(folder, program))
          .filter(Files::isExecutable)
          .findFirst();
    }

    Target target() {
      return new Target.Unix(socket.toString());
    }

    @Override
    public void close() {
      process.destroyForcibly();
      process.onExit().join();
    }
  }
}
