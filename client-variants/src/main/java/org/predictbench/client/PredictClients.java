package org.predictbench.client;

import java.time.Duration;
import org.predictbench.client.axis.Variant;
import org.predictbench.client.open.ClientAssembly;

/**
 * Opens clients of TensorFlow Serving's Predict.
 *
 * <pre>{@code
 * try (PredictClient client =
 *     PredictClients.best(Target.parse("models:8500"), ModelRef.of("resnet"))) {
 *   Outputs answer = client.predict(Inputs.of("input", Tensor.of(pixels, 1, 224, 224, 3)));
 *   float[] probabilities = answer.floats("probabilities");
 * } catch (PredictException e) {
 *   // e.code() is the server's or gRPC's status: UNAVAILABLE, DEADLINE_EXCEEDED, ...
 * }
 * }</pre>
 *
 * <ul>
 *   <li><b>How many.</b> Open one client for each server and model when your service starts, and
 *       keep it. Opening is cheap and connects to nothing; the first call connects.
 *   <li><b>Threads.</b> A client may be called by any number of threads at once. {@link #best}
 *       shares one connection among them; {@link #leanest} gives each call a connection of its own.
 *   <li><b>Errors.</b> Opening throws {@link IllegalArgumentException}, in one sentence, if the
 *       composition cannot run on this machine (a library or a native part is missing) or does not
 *       reach the target. A call throws {@link PredictException} if it got no answer; the client
 *       stays usable and connects again by itself.
 *   <li><b>Deadlines.</b> Each call ends within {@link #DEFAULT_DEADLINE}, or the deadline given to
 *       {@link #create(Variant, Target, ModelRef, Duration)}, and an interrupt ends it at once.
 *   <li><b>Closing.</b> {@link PredictClient#close} frees connections and threads, may be called
 *       twice, and fails calls in flight. Threads are daemons, so that a client that is not closed
 *       does not keep the JVM alive.
 * </ul>
 */
public final class PredictClients {
  /** How long a call may take unless the caller gives a deadline. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(60);

  private PredictClients() {}

  /**
   * Opens the client to take into a service: it serves any number of threads over one connection,
   * with HTTP/2 of our own, through TLS, by a Unix domain socket or within the JVM if the target
   * says so.
   *
   * @throws IllegalArgumentException if what reaches such a target is not available here
   */
  public static PredictClient best(Target target, ModelRef model) {
    return create(Variant.best(target.kind()), target, model);
  }

  /**
   * Opens the fastest client for callers that wait for their answers: it has a connection for each
   * call in flight, keeps it for about a minute, and uses a thread for each asynchronous call.
   *
   * @throws IllegalArgumentException if what reaches such a target is not available here
   */
  public static PredictClient leanest(Target target, ModelRef model) {
    return create(Variant.leanest(target.kind()), target, model);
  }

  /**
   * Opens a client of any composition, with {@link #DEFAULT_DEADLINE}.
   *
   * @throws IllegalArgumentException if the variant cannot run here or does not fit the target
   */
  public static PredictClient create(Variant variant, Target target, ModelRef model) {
    return create(variant, target, model, DEFAULT_DEADLINE);
  }

  /**
   * Opens a client of any composition.
   *
   * @param deadline of each call, counted from its start
   * @throws IllegalArgumentException if the variant cannot run here or does not fit the target
   */
  public static PredictClient create(
      Variant variant, Target target, ModelRef model, Duration deadline) {
    return ClientAssembly.open(variant, target, model, deadline);
  }

  /**
   * Opens a client that reports what its calls are made of, for measuring; with {@link
   * #DEFAULT_DEADLINE}. It makes one blocking call at a time, to the embedded server with its
   * diagnostics on, on this host.
   *
   * @throws IllegalArgumentException if the variant cannot run here, does not fit the target, or
   *     goes through no gRPC channel
   */
  public static TimedPredictClient timed(Variant variant, Target target, ModelRef model) {
    return ClientAssembly.openTimed(variant, target, model, DEFAULT_DEADLINE);
  }

  /**
   * Refuses variants of which {@link #timed} cannot report anything.
   *
   * @throws IllegalArgumentException if the variant goes through no gRPC channel
   */
  public static void requireTimeable(Variant variant) {
    ClientAssembly.requireTimeable(variant);
  }
}
