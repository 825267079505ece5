package org.predictbench.bench.plan;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
   * @throws InputException if it does not answer, or does not serve the model, in one line
   */
  public static ModelFacts atTarget(Target target, ModelRef model) {
    try (ModelServices services = ModelServices.open(target, LIMIT)) {
      return new ModelFacts(model.name(), services.signatures(model), Optional.empty());
    } catch (PredictException e) {
      throw new InputException(
          "model '%s' at %s does not tell its signatures: %s: %s%s"
              .formatted(model.name(), target, e.code(), firstLine(e), hint(e.code())),
          e);
    }
  }

  private static String firstLine(PredictException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static String hint(Status.Code code) {
    return switch (code) {
      case INTERNAL, DEADLINE_EXCEEDED, UNKNOWN, UNAVAILABLE ->
          " (is it gRPC that listens there? By default TensorFlow Serving's gRPC is on port 8500)";
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
