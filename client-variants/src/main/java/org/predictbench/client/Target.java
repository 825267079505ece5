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

  /** A TCP endpoint; an IPv6 address may stand in brackets or without. */
  record Tcp(String host, int port) implements Target {
    @Override
    public TargetKind kind() {
      return TargetKind.TCP;
    }

    /** As URLs and HTTP's :authority have it. */
    @Override
    public String toString() {
      return (isBareIpv6(host) ? "[" + host + "]" : host) + ":" + port;
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
    if (isBareIpv6(endpoint.get().host())) {
      throw new IllegalArgumentException(
          "target '%s': an IPv6 address stands in brackets: %s%s"
              .formatted(text, tls ? Tls.PREFIX : "", endpoint.get()));
    }
    return tls
        ? new Tls(endpoint.get(), TlsFiles.parse(parts.length == 2 ? parts[1] : ""))
        : endpoint.get();
  }

  private static boolean isBareIpv6(String host) {
    return host.indexOf(':') >= 0 && host.matches("[0-9a-fA-F:.]*[0-9a-fA-F](%.+)?");
  }

  private static Optional<Tcp> tcp(String text) {
    int colon = text.lastIndexOf(':');
    if (colon > 0) {
      String host = text.substring(0, colon);
      if (host.matches("[^:/\\[\\]]+|\\[.+\\]") || isBareIpv6(host)) {
        return port(text.substring(colon + 1)).map(port -> new Tcp(host, port));
      }
    }
    return Optional.empty();
  }

  private static Optional<Integer> port(String text) {
    try {
      int port = Integer.parseInt(text);
      return port > 0 && port < 65536 ? Optional.of(port) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
