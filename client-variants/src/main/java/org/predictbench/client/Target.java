package org.predictbench.client;

/** Where a server listens: {@code HOST:PORT}, {@code unix:/path} or {@code in-process:NAME}. */
public sealed interface Target {

  /** A TCP endpoint. */
  record Tcp(String host, int port) implements Target {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** A Unix domain socket on this machine. */
  record Unix(String path) implements Target {
    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /** A server within this JVM. */
  record InProcess(String name) implements Target {
    @Override
    public String toString() {
      return "in-process:" + name;
    }
  }

  /**
   * Reads a target as users write it.
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
    int colon = text.lastIndexOf(':');
    if (colon > 0) {
      try {
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port > 0 && port < 65536) {
          return new Tcp(text.substring(0, colon), port);
        }
      } catch (NumberFormatException e) {
        // Falls through to the one message for every malformed target.
      }
    }
    throw new IllegalArgumentException(
        "target '%s' is none of HOST:PORT, unix:PATH and in-process:NAME".formatted(text));
  }
}
