package org.predictbench.server.config;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where to reach a server; {@link #toString} is the form gRPC and the command line take. */
public sealed interface ServerTarget {

  /**
   * Reads {@code host:port}, {@code [v6-address]:port}, {@code unix:path}, or {@code tls:host:port}
   * with or without {@code ?ca=FILE&cert=FILE&key=FILE}.
   *
   * @throws IllegalArgumentException with one line that says what is wrong and what would be right
   */
  static ServerTarget parse(String text) {
    if (text.startsWith("unix:")) {
      String path = text.substring("unix:".length());
      if (path.isBlank()) {
        throw new IllegalArgumentException("target '" + text + "' has no path: try unix:/path");
      }
      return new Unix(Path.of(path).toAbsolutePath());
    }
    if (text.startsWith("tls:")) {
      String[] parts = text.substring("tls:".length()).split("\\?", 2);
      return new Tls(tcp(parts[0], text), parts.length == 2 ? "?" + parts[1] : "");
    }
    return tcp(text, text);
  }

  private static Tcp tcp(String text, String whole) {
    Matcher parts = Tcp.FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "target '" + whole + "' is neither host:port, unix:/path nor tls:host:port");
    }
    String host = parts.group(1);
    return new Tcp(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        Integer.parseInt(parts.group(2)));
  }

  /** The address to connect to now; a host name is looked up on every call. */
  SocketAddress address();

  /** What people call it in messages: {@code host:port}, or {@code unix:/path}. */
  @Override
  String toString();

  /** A TCP port of a host, given by name or address. */
  record Tcp(String host, int port) implements ServerTarget {
    private static final Pattern FORM =
        Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^\\s:/\\[\\]]+):(\\d{1,6})");

    public Tcp {
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("port " + port + " is not in 1..65535");
      }
    }

    @Override
    public SocketAddress address() {
      return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * The same, spoken to through TLS.
   *
   * @param files which keys to use, {@code ?ca=FILE&cert=FILE&key=FILE} or nothing: for the client
   *     to read
   */
  record Tls(Tcp endpoint, String files) implements ServerTarget {
    @Override
    public SocketAddress address() {
      return endpoint.address();
    }

    @Override
    public String toString() {
      return "tls:" + endpoint + files;
    }
  }

  /** A Unix domain socket. */
  record Unix(Path path) implements ServerTarget {
    /** {@code sun_path} of {@code sockaddr_un}: 108 bytes on Linux, the last one zero. */
    private static final int MAX_BYTES = 107;

    public Unix {
      if (path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
        throw new IllegalArgumentException(
            "socket path is longer than the " + MAX_BYTES + " bytes the system takes: " + path);
      }
    }

    @Override
    public SocketAddress address() {
      return UnixDomainSocketAddress.of(path);
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }
}
