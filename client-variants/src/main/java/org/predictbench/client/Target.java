package org.predictbench.client;

import java.util.Optional;
import org.predictbench.client.axis.TargetKind;

/**
 * Where a server listens: {@code HOST:PORT}, {@code tls:HOST:PORT}, {@code unix:/path} or {@code
 * in-process:NAME}.
 */
public sealed interface Target {

  /** What kind of address this is. */
  TargetKind kind();

  /** A TCP endpoint. */
  record Tcp(String host, int port) implements Target {
    @Override
    public TargetKind kind() {
      return TargetKind.TCP;
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** A TCP endpoint that is spoken to through TLS, with these keys. */
  record Tls(Tcp endpoint, TlsFiles files) implements Target {
    static final String PREFIX = "tls:";

    @Override
    public TargetKind kind() {
      return TargetKind.TLS;
    }

    @Override
    public String toString() {
      return PREFIX + endpoint + files;
    }
  }

  /** A Unix domain socket on this machine. */
  record Unix(String path) implements Target {
    @Override
    public TargetKind kind() {
      return TargetKind.UNIX;
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /** A server within this JVM. */
  record InProcess(String name) implements Target {
    @Override
    public TargetKind kind() {
      return TargetKind.IN_PROCESS;
    }

    @Override
    public String toString() {
      return "in-process:" + name;
    }
  }

  /**
   * Reads a target as users write it; {@code tls:HOST:PORT} may be followed by the keys, {@code
   * ?ca=FILE&cert=FILE&key=FILE}.
   *
   * @throws IllegalArgumentException with one line that says what would be right
   */
  static Target parse(String text) {
    if (text.startsWith("unix:") && text.length() > "unix:".length()) {
      return new Unix(text.substring("unix:".length()));
    }
    if (text.startsWith("in-process:") && text.length() > "in-process:".length()) {
      return new InProcess(text.substring("in-process:".length()));
    }
    boolean tls = text.startsWith(Tls.PREFIX);
    String[] parts = (tls ? text.substring(Tls.PREFIX.length()) : text).split("\\?", tls ? 2 : 1);
    Optional<Tcp> endpoint = tcp(parts[0]);
    if (endpoint.isEmpty()) {
      throw new IllegalArgumentException(
          "target '%s' is none of HOST:PORT, tls:HOST:PORT, unix:PATH and in-process:NAME"
              .formatted(text));
    }
    return tls
        ? new Tls(endpoint.get(), TlsFiles.parse(parts.length == 2 ? parts[1] : ""))
        : endpoint.get();
  }

  private static Optional<Tcp> tcp(String text) {
    int colon = text.lastIndexOf(':');
    if (colon > 0) {
      try {
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port > 0 && port < 65536) {
          return Optional.of(new Tcp(text.substring(0, colon), port));
        }
      } catch (NumberFormatException e) {
        // Malformed, as everything else below.
      }
    }
    return Optional.empty();
  }
}
