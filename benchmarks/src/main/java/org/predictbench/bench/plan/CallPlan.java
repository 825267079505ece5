package org.predictbench.bench.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.requests.RequestSet;
import org.predictbench.client.ModelRef;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Signature;

/**
 * What the calls of a run call and send. Immutable.
 *
 * <p>The harness writes it to a folder from which its forks read it.
 *
 * @param model by the signature that the requests are made for, which is known
 * @param signatures all that the model has
 * @param requests to be sent in turn
 * @param options of every call
 * @param image the image file's bytes, for encodings that send the file itself; empty if the
 *     requests are of another kind
 */
public record CallPlan(
    ModelRef model,
    Map<String, Signature> signatures,
    RequestSet requests,
    RequestOptions options,
    Optional<byte[]> image) {
  private static final String FILE = "calls";

  public CallPlan {
    signatures = Collections.unmodifiableMap(new TreeMap<>(signatures));
  }

  /** Of a model of which nothing is known, for requests that it takes all the same. */
  public static CallPlan of(ModelRef model, RequestSet requests, RequestOptions options) {
    return new CallPlan(model, Map.of(), requests, options, Optional.empty());
  }

  /** The model under the name by which a server knows it. */
  public ModelRef model(String servable) {
    return new ModelRef(
        servable,
        model.version(),
        model.label(),
        model.signature(),
        model.outputs(),
        model.types());
  }

  /**
   * The same by a signature that a cell has of its own.
   *
   * @param signature its key; empty for the plan's
   * @throws InputException if the model has none of that name
   */
  public ModelRef model(String servable, String signature) {
    if (signature.isEmpty() || signature.equals(model.signature())) {
      return model(servable);
    }
    Signature other = signatures.get(signature);
    if (other == null) {
      throw new InputException(
          "model '%s' has no signature '%s'; it has: %s"
              .formatted(servable, signature, String.join(", ", signatures.keySet())));
    }
    return model(servable).withSignature(other);
  }

  /** Writes it into a folder, which must exist. */
  public void write(Path folder) throws IOException {
    PlanFile.write(this, folder.resolve(FILE));
  }

  /** Reads what {@link #write} wrote. */
  public static CallPlan read(Path folder) throws IOException {
    return PlanFile.read(folder.resolve(FILE), Integer.MAX_VALUE);
  }

  /** The same with the first request alone, for whoever makes one call. */
  public static CallPlan readFirst(Path folder) throws IOException {
    return PlanFile.read(folder.resolve(FILE), 1);
  }
}
