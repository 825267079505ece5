package org.predictbench.bench.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.predictbench.bench.servers.GivenTarget;
import org.predictbench.bench.servers.ModelServers;
import picocli.CommandLine.Option;

/** Where the servers come from, for commands that measure them. */
final class TargetOptions {
  private static final String TLS = "tls:";

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT|unix:PATH|docker:IMAGE",
      description =
          "a server that runs already; or containers of an image such as tensorflow/serving:2.18.1,"
              + " started where the embedded server would be")
  private String target;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "certificates by which a target is trusted: speak to it through TLS")
  private Path ca;

  @Option(names = "--tls-cert", paramLabel = "FILE", description = "the client's certificate, too")
  private Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "and its key, PKCS #8")
  private Path key;

  /**
   * The target in one text, keys included; null if there is none.
   *
   * @throws IllegalArgumentException if it is no target, or there are keys for nobody
   */
  String target() {
    if (target != null) {
      GivenTarget.requireWritten(target);
    }
    Map<String, Path> files = new LinkedHashMap<>();
    put(files, "ca", ca);
    put(files, "cert", certificate);
    put(files, "key", key);
    if (files.isEmpty()) {
      return target;
    }
    if (ModelServers.startsHere(target) || target.startsWith("unix:")) {
      throw new IllegalArgumentException("keys for TLS need --target HOST:PORT");
    }
    String query =
        files.entrySet().stream()
            .map(file -> file.getKey() + "=" + file.getValue().toAbsolutePath())
            .collect(Collectors.joining("&", "?", ""));
    return (target.startsWith(TLS) ? target : TLS + target) + query;
  }

  private static void put(Map<String, Path> files, String name, Path file) {
    if (file != null) {
      if (!Files.isReadable(file)) {
        throw new IllegalArgumentException(
            "--tls-%s: there is no file %s that can be read".formatted(name, file));
      }
      files.put(name, file);
    }
  }

  /**
   * Checks that a server that runs already comes with a model.
   *
   * @throws IllegalArgumentException if it does not
   */
  void requireModel(String model) {
    if (!ModelServers.startsHere(target) && model == null) {
      throw new IllegalArgumentException("--target needs --model, the servable's name there");
    }
  }
}
