package org.predictbench.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.predictbench.client.open.ClientAssembly;

/**
 * Asks a server over gRPC what its models take and return, and in which state they are:
 * GetModelMetadata and GetModelStatus.
 *
 * <pre>{@code
 * try (ModelServices services = ModelServices.open(Target.parse("models:8500"))) {
 *   Signature signature = services.signatures(ModelRef.of("resnet")).get("serving_default");
 *   boolean ready =
 *       services.status(ModelRef.of("resnet")).stream().anyMatch(VersionStatus::isAvailable);
 * }
 * }</pre>
 *
 * <p>Safe for any number of threads, which share one connection. Opening connects to nothing; the
 * first call does, and a call after a failure connects again. Each call ends within its deadline,
 * and an interrupt ends it at once, CANCELLED.
 */
public interface ModelServices extends AutoCloseable {

  /**
   * Opens one with {@link PredictClients#DEFAULT_DEADLINE}.
   *
   * @throws IllegalArgumentException if what reaches such a target, or the generated messages'
   *     library, is not available here
   */
  static ModelServices open(Target target) {
    return open(target, PredictClients.DEFAULT_DEADLINE);
  }

  /**
   * Opens one.
   *
   * @param deadline of each call, counted from its start
   * @throws IllegalArgumentException as {@link #open(Target)}
   */
  static ModelServices open(Target target, Duration deadline) {
    return open(target, deadline, Map.of());
  }

  /**
   * The same for a server behind a proxy that wants to know who calls.
   *
   * @param headers sent with each call, such as {@code authorization}
   */
  static ModelServices open(Target target, Duration deadline, Map<String, String> headers) {
    return ClientAssembly.services(target, deadline, headers);
  }

  /**
   * All signatures of a model that can be called, by their keys in alphabetical order. Signatures
   * with tensors of a type that does not travel are left out, such as {@code
   * __saved_model_init_op}, which TensorFlow 2 writes into each model.
   *
   * @param model name, and version or label; the latest version if neither
   * @throws PredictException if there was no answer: NOT_FOUND for an unknown model, UNAVAILABLE,
   *     DEADLINE_EXCEEDED, INTERNAL for a reply that makes no sense
   * @throws IllegalStateException if it is closed
   */
  Map<String, Signature> signatures(ModelRef model);

  /**
   * The state of a model's versions, in the order in which the server lists them.
   *
   * @param model name, and the version or label to look at; all versions if neither
   * @throws PredictException if there was no answer, as {@link #signatures}
   * @throws IllegalStateException if it is closed
   */
  List<VersionStatus> status(ModelRef model);

  /** Frees the connection and its threads; calls in flight may fail. Idempotent. */
  @Override
  void close();
}
