package org.predictbench.bench.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.Target;

class TargetKindsTest {
  private static final String PASSWORD = "for-one-test";

  @TempDir private Path folder;

  @Test
  void aUnixSocketIsReached() throws Exception {
    Path socket = folder.resolve("s");
    EventLoopGroup loops = new EpollEventLoopGroup(1);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toString()));
    try (AnyServer server =
        new AnyServer(
            builder,
            b ->
                b.channelType(EpollServerDomainSocketChannel.class)
                    .bossEventLoopGroup(loops)
                    .workerEventLoopGroup(loops))) {
      assertPasses(Target.parse("unix:" + socket));
      assertThat(server.headers).hasSize(1);
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  @Test
  void tlsIsSpokenToTheTarget() throws Exception {
    Path certificate = folder.resolve("c.pem");
    Path key = folder.resolve("k.pem");
    makeKeys(certificate, key);
    try (AnyServer server =
        new AnyServer(
            NettyServerBuilder.forPort(
                0, TlsServerCredentials.create(certificate.toFile(), key.toFile())),
            UnaryOperator.identity())) {
      assertPasses(Target.parse("tls:localhost:%d?ca=%s".formatted(server.port(), certificate)));
      assertThat(server.headers).hasSize(1);
    }
  }

  private static void assertPasses(Target target) throws Exception {
    try (Proxy proxy = Proxy.start(ProxyTest.loopback(), target, method -> CallObserver.NONE)) {
      ManagedChannel channel = ProxyTest.channel(proxy.port());
      byte[] message = ProxyTest.bytes(700_000);
      RawCalls.Outcome outcome = RawCalls.call(channel, "a.B/C", message);
      assertThat(outcome.code()).as(outcome.description()).isEqualTo(Status.Code.OK);
      assertThat(outcome.messages()).singleElement().asString().startsWith("700000 bytes");
      channel.shutdownNow();
    }
  }

  @Test
  void whatCannotBeUsedIsRefusedInOneLine() throws IOException {
    refused("not 'in-process:x'", Target.parse("in-process:x"));
    refused("cannot read keys for TLS: ", Target.parse("tls:h:1?ca=/nowhere"));
    try (ServerSocket taken = new ServerSocket(0, 1, ProxyTest.loopback().getAddress())) {
      InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
      assertThatThrownBy(
              () -> Proxy.start(address, Target.parse("h:1"), method -> CallObserver.NONE))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("cannot listen on")
          .hasMessageContaining(":" + taken.getLocalPort())
          .hasMessageContaining("Address already in use");
    }
  }

  private static void refused(String expected, Target target) {
    assertThatThrownBy(() -> Proxy.start(ProxyTest.loopback(), target, method -> CallObserver.NONE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(expected);
  }

  /** Has the JDK's own keytool make a key and its certificate, which is its own authority. */
  private void makeKeys(Path certificate, Path key) throws Exception {
    Path store = folder.resolve("store.p12");
    List<String> keytool =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-alias",
            "k",
            "-dname",
            "CN=k",
            "-ext",
            "san=ip:127.0.0.1,dns:localhost",
            "-keystore",
            store.toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD);
    assertThat(new ProcessBuilder(keytool).inheritIO().start().waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    pem(certificate, "CERTIFICATE", keys.getCertificate("k").getEncoded());
    pem(key, "PRIVATE KEY", keys.getKey("k", PASSWORD.toCharArray()).getEncoded());
  }

  private static void pem(Path file, String what, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, text, what));
  }
}
