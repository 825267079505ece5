package org.predictbench.client;

import java.time.Duration;

/** Where clients come from. */
public final class PredictClients {
  /** How long a call may take unless the caller says otherwise. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(60);

  private PredictClients() {}

  /** The client to take into a service: {@link Variant#best()} over TCP or a Unix socket. */
  public static PredictClient best(Target target, ModelRef model) {
    Variant best = Variant.best();
    return create(
        target instanceof Target.Unix ? best.over(Transport.NETTY_UDS) : best, target, model);
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
   */
  public static PredictClient create(
      Variant variant, Target target, ModelRef model, Duration deadline) {
    return composed(
        variant, target, variant.protos().wireFormat(model, variant.encoding()), deadline);
  }

  private static <Q, R> PredictClient composed(
      Variant variant, Target target, WireFormat<Q, R> wire, Duration deadline) {
    StubSource<Q, R> stubs =
        StubSource.of(variant.reuse(), new ChannelFactory(variant.transport(), target), wire);
    return new BlockingPredictClient<>(wire, stubs, deadline);
  }
}
