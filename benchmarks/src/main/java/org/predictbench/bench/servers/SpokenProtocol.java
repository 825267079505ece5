package org.predictbench.bench.servers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.predictbench.client.Target;

/**
 * What a port speaks, told from its first bytes. A gRPC server greets with HTTP/2's SETTINGS, of
 * which a client's error says no more than {@code http2 exception} when something else comes.
 *
 * @param patience for the greeting
 */
record SpokenProtocol(Duration patience) {
  /** HTTP/2's connection preface, and an empty SETTINGS frame. */
  private static final byte[] GREETING =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

  private static final int FRAME_HEADER = 9;
  private static final int SETTINGS = 4;
  private static final int TLS_ALERT = 0x15;
  private static final int TLS_MAJOR = 3;
  private static final String GRPC_PORT = "TensorFlow Serving's gRPC is on port 8500 by default";

  /** Why a gRPC client cannot talk to it; empty if it can, or nobody can know. */
  Optional<String> problem(Target target) {
    if (target instanceof Target.Tcp tcp) {
      return ofPlain(tcp);
    }
    if (target instanceof Target.Tls tls) {
      return ofTls(tls.endpoint());
    }
    // On a socket file nobody listens by accident.
    return Optional.empty();
  }

  private Optional<String> ofPlain(Target.Tcp tcp) {
    byte[] first;
    try (Socket socket = connect(tcp)) {
      socket.getOutputStream().write(GREETING);
      first = socket.getInputStream().readNBytes(FRAME_HEADER);
    } catch (SocketTimeoutException e) {
      return Optional.of(
          "accepts a connection and says nothing (waited %d s): a server that hangs, or no gRPC; %s"
              .formatted(patience.toSeconds(), GRPC_PORT));
    } catch (IOException e) {
      first = new byte[0];
    }
    if (first.length == FRAME_HEADER && first[3] == SETTINGS) {
      return Optional.empty();
    }
    if ((first.length > 1 && first[0] == TLS_ALERT && first[1] == TLS_MAJOR)
        || (first.length == 0 && handshake(tcp).isPresent())) {
      return Optional.of("speaks TLS: --target tls:%s, with --tls-ca FILE".formatted(tcp));
    }
    String text = new String(first, StandardCharsets.ISO_8859_1);
    // A server of HTTP/1.1 may show its page of an error without a line of status.
    if (text.startsWith("HTTP/1") || text.startsWith("<")) {
      return Optional.of(
          "answers in HTTP/1.1: REST's port, a web server or a proxy, and no gRPC; " + GRPC_PORT);
    }
    return Optional.of(
        first.length == 0
            ? "closes each connection at once: no gRPC, or a proxy without a server; " + GRPC_PORT
            : "speaks no gRPC: it begins with '%s'; %s"
                .formatted(text.replaceAll("[^ -~]", "."), GRPC_PORT));
  }

  private Optional<String> ofTls(Target.Tcp tcp) {
    Optional<String> protocol = handshake(tcp);
    if (protocol.isEmpty()) {
      return Optional.of(
          "speaks no TLS: leave 'tls:' and --tls-ca out, or give the port that does");
    }
    return protocol.get().equals("h2")
        ? Optional.empty()
        : Optional.of("speaks TLS, but no HTTP/2 through it: no gRPC; " + GRPC_PORT);
  }

  /** What a TLS handshake agrees on, {@code h2} or nothing; empty if there is none. */
  private Optional<String> handshake(Target.Tcp tcp) {
    try (Socket plain = connect(tcp);
        SSLSocket socket =
            (SSLSocket)
                trusting().getSocketFactory().createSocket(plain, tcp.host(), tcp.port(), true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return Optional.of(String.valueOf(socket.getApplicationProtocol()));
    } catch (SSLException e) {
      // An alert, such as for a client without a certificate, is TLS as well.
      return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("alert")
          ? Optional.of("h2")
          : Optional.empty();
    } catch (IOException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private Socket connect(Target.Tcp tcp) throws IOException {
    int millis = Math.toIntExact(patience.toMillis());
    Socket socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(tcp.host().replaceAll("^\\[|]$", ""), tcp.port()), millis);
      socket.setSoTimeout(millis);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Nothing is sent through it: whom it belongs to, the real client checks. */
  private static SSLContext trusting() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    return context;
  }

  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
