package org.predictbench.client;

import java.time.Duration;
import org.predictbench.client.axis.Variant;
import org.predictbench.client.grpc.CallTimeline;
import org.predictbench.client.grpc.GrpcPredictClient;

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
    requireAvailable(variant);
    return variant.transport().client(variant, target, model, deadline);
  }

  /**
   * A client that tells what its calls are made of, for measuring; with {@link #DEFAULT_DEADLINE}.
   * It makes one blocking call at a time, to the embedded server with its diagnostics on, on this
   * host.
   *
   * @param timeline holds the latest call
   * @throws IllegalArgumentException if the variant cannot run here, does not fit the target, or
   *     goes through no gRPC channel
   */
  public static PredictClient timed(
      Variant variant, Target target, ModelRef model, CallTimeline timeline) {
    requireAvailable(variant);
    requireTimeable(variant);
    return GrpcPredictClient.timed(
        variant,
        target,
        variant.protos().wireFormat(model, variant.encoding()),
        DEFAULT_DEADLINE,
        timeline);
  }

  /**
   * Refuses variants of which {@link #timed} cannot tell anything.
   *
   * @throws IllegalArgumentException if it goes through no gRPC channel
   */
  public static void requireTimeable(Variant variant) {
    if (!variant.transport().hasChannels()) {
      throw new IllegalArgumentException(
          "transport '%s' has no gRPC channel, whose tracers tell the parts of a call"
              .formatted(variant.transport().id()));
    }
  }

  private static void requireAvailable(Variant variant) {
    variant
        .unavailable()
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(why);
            });
  }
}
