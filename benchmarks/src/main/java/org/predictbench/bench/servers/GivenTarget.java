package org.predictbench.bench.servers;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.Target;
import org.predictbench.server.launch.ExternalServer;

/** A target as users write it, checked before a call is made to it. */
public final class GivenTarget {
  private static final Duration LISTENING_WITHIN = Duration.ofSeconds(3);

  private GivenTarget() {}

  /**
   * Checks how it is written; {@code docker:IMAGE} is a target, too.
   *
   * @throws InputException in one line that says what would be right
   */
  public static void requireWritten(String text) {
    if (ModelServers.image(text).isPresent()) {
      return;
    }
    Optional<String> hint = hint(text);
    if (hint.isPresent()) {
      throw new InputException("target '%s' %s".formatted(text, hint.get()));
    }
    var unused = Target.parse(text);
  }

  private static Optional<String> hint(String text) {
    if (text.matches("(?i)[a-z][a-z0-9+.-]*://.*")) {
      boolean tls = text.regionMatches(true, 0, "https", 0, 5);
      String address = text.replaceFirst("^[^:]*:/+", "").replaceFirst("/.*$", "");
      return Optional.of(
          "is a URL, and gRPC's targets are none: try %s%s%s"
              .formatted(tls ? "tls:" : "", address, address.matches(".*:\\d+") ? "" : ":8500"));
    }
    if (text.isBlank() || text.matches(".*\\s.*")) {
      return Optional.of("is blank or has blanks in it: HOST:PORT is expected");
    }
    String address = text.startsWith("tls:") ? text.substring("tls:".length()) : text;
    if (address.equals("docker:") || address.equals("unix:")) {
      return Optional.of(
          "ends too early: unix:/PATH, or docker:tensorflow/serving:2.18.1, is expected");
    }
    if (address.matches("[^:/\\[\\]?]+:?|\\[[^\\]]+\\]:?")) {
      return Optional.of(
          "has no port: %s:8500 is TensorFlow Serving's gRPC by default"
              .formatted(text.replaceFirst(":$", "")));
    }
    if (address.matches("([^:/\\[\\]]+|\\[[^\\]]+\\]):\\d+")) {
      String port = address.substring(address.lastIndexOf(':') + 1);
      if (port.length() > 5 || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
        return Optional.of("has no such port: %s is not in 1..65535".formatted(port));
      }
    }
    return Optional.empty();
  }

  /**
   * Checks that somebody who speaks gRPC listens there, within a few seconds.
   *
   * @throws InputException in one line that says what listens there instead
   */
  public static void requireGrpc(String text) throws IOException {
    Target target = Target.parse(text);
    try {
      ExternalServer.of(text).awaitListening(LISTENING_WITHIN);
    } catch (IOException e) {
      throw new InputException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + text, e);
    }
    Optional<String> problem = new SpokenProtocol(LISTENING_WITHIN).problem(target);
    if (problem.isPresent()) {
      throw new InputException("%s %s".formatted(target, problem.get()));
    }
  }
}
