package org.predictbench.client;

import java.time.Duration;

/** Where clients come from. */
public final class PredictClients {
  /** How long a call may take unless the caller says otherwise. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(60);

  private PredictClients() {}

  /**
   * The client to take into a service: {@link Variant#best()} over whatever reaches the target.
   * Open one for each model and keep it; it serves any number of threads over one connection.
   *
   * <pre>{@code
   * try (PredictClient client =
   *     PredictClients.best(Target.parse("models:8500"), ModelRef.imageClassifier("resnet"))) {
   *   Prediction answer = client.predict(new Features(pixels, 1, 224, 224, 3));
   * }
   * }</pre>
   */
  public static PredictClient best(Target target, ModelRef model) {
    return create(Variant.best(target), target, model);
  }

  /**
   * The fastest client for callers that wait for their answers: {@link Variant#leanest}. It keeps
   * as many connections as there ever were calls in flight, and a thread for each asynchronous
   * call.
   */
  public static PredictClient leanest(Target target, ModelRef model) {
    return create(Variant.leanest(target), target, model);
  }

  /**
   * A client of any composition, with {@link #DEFAULT_DEADLINE}.
   *
   * @throws IllegalArgumentException if the variant cannot run here or does not fit the target
   */
  public static PredictClient create(Variant variant, Target target, ModelRef model) {
    return create(variant, target, model, DEFAULT_DEADLINE);
  }

  /**
   * A client of any composition.
   *
   * @param deadline of each call, counted from its start
   * @throws IllegalArgumentException if the variant cannot run here or does not fit the target
   */
  public static PredictClient create(
      Variant variant, Target target, ModelRef model, Duration deadline) {
    variant
        .unavailable()
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(why);
            });
    return variant.transport().client(variant, target, model, deadline);
  }
}
