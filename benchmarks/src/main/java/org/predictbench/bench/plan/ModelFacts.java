package org.predictbench.bench.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.requests.SavedModelFile;
import org.predictbench.client.ModelRef;
import org.predictbench.client.ModelServices;
import org.predictbench.client.PredictException;
import org.predictbench.client.Signature;
import org.predictbench.client.Target;

/**
 * What is known of a model before it is called.
 *
 * @param name of the servable
 * @param signatures key to signature, sorted by key
 * @param version its newest version's folder; empty for a model that a running server serves
 */
public record ModelFacts(String name, Map<String, Signature> signatures, Optional<Path> version) {
  /** A server that is asked for its metadata answers at once, or is none. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Pattern HTTP_STATUS = Pattern.compile("HTTP status (?:code )?(\\d{3})");
  private static final String GRPC_PORT = "TensorFlow Serving's gRPC is on port 8500 by default";

  /**
   * Reads a model's folder.
   *
   * @param base the folder of its versions, or one version
   * @throws InputException if there is no SavedModel, in one line
   */
  public static ModelFacts ofFolder(String name, Path base) throws IOException {
    Path version = SavedModelFile.newestVersion(base);
    return new ModelFacts(name, SavedModelFile.read(version).signatures(), Optional.of(version));
  }

  /**
   * Asks a server that runs.
   *
   * @param headers sent along, for whoever stands before it
   * @throws InputException if it does not answer, or does not serve the model, in one line
   */
  public static ModelFacts atTarget(Target target, ModelRef model, Map<String, String> headers) {
    try (ModelServices services = ModelServices.open(target, LIMIT, headers)) {
      return new ModelFacts(model.name(), services.signatures(model), Optional.empty());
    } catch (PredictException e) {
      throw new InputException(
          "model '%s' at %s does not tell its signatures: %s: %s%s"
              .formatted(model.name(), target, e.code(), firstLine(e), hint(e)),
          e);
    }
  }

  private static String firstLine(PredictException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** What would help, as far as the failure shows. */
  private static String hint(PredictException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof SSLException) {
        return " (TLS: %s; --tls-ca FILE names whom to trust, --tls-cert and --tls-key who we are)"
            .formatted(cause.getMessage());
      }
    }
    Matcher status = HTTP_STATUS.matcher(firstLine(failure));
    if (status.find()) {
      return switch (status.group(1)) {
        case "401", "403", "407" ->
            " (something on the way wants a login: --header authorization=..., or a port that is"
                + " not behind it)";
        case "502", "503", "504" ->
            " (a proxy answers, and finds no server behind it: does the server run?)";
        default -> " (no gRPC server answers: a proxy or a web server; %s)".formatted(GRPC_PORT);
      };
    }
    return switch (failure.code()) {
      case INTERNAL, DEADLINE_EXCEEDED, UNKNOWN, UNAVAILABLE ->
          " (is it gRPC that listens there? %s)".formatted(GRPC_PORT);
      default -> "";
    };
  }

  /**
   * The signature of a key.
   *
   * @param key null for the default one, or for the only one that there is
   * @throws InputException if there is none, naming those there are
   */
  public Signature signature(String key) {
    if (key == null && !signatures.containsKey(ModelRef.DEFAULT_SIGNATURE)) {
      if (signatures.size() == 1) {
        return signatures.values().iterator().next();
      }
      throw new InputException(
          "model '%s' has no signature '%s': name one by --signature; it has: %s"
              .formatted(name, ModelRef.DEFAULT_SIGNATURE, known()));
    }
    Signature signature = signatures.get(key == null ? ModelRef.DEFAULT_SIGNATURE : key);
    if (signature == null) {
      throw new InputException(
          "model '%s' has no signature '%s'; it has: %s".formatted(name, key, known()));
    }
    return signature;
  }

  private String known() {
    return signatures.isEmpty() ? "none" : String.join(", ", signatures.keySet());
  }
}
