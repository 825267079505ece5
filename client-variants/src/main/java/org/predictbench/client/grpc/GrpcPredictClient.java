package org.predictbench.client.grpc;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.CallOptions;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.predictbench.client.ModelInput;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.Prediction;
import org.predictbench.client.Target;
import org.predictbench.client.Waiting;
import org.predictbench.client.axis.CallStyle;
import org.predictbench.client.axis.Variant;
import org.predictbench.client.wire.WireFormat;

/** Predict over a gRPC channel, in any wire format. */
public final class GrpcPredictClient<Q, R> implements PredictClient {
  private final WireFormat<Q, R> wire;
  private final StubSource<Q, R> stubs;
  private final CallStyle call;
  private final long deadlineNanos;
  private final AtomicBoolean closed = new AtomicBoolean();

  GrpcPredictClient(
      WireFormat<Q, R> wire, StubSource<Q, R> stubs, CallStyle call, Duration deadline) {
    this.wire = wire;
    this.stubs = stubs;
    this.call = call;
    this.deadlineNanos = deadline.toNanos();
  }

  public static <Q, R> PredictClient of(
      Variant variant, Target target, WireFormat<Q, R> wire, Duration deadline) {
    return of(variant, target, wire, deadline, CallOptions.DEFAULT);
  }

  private static <Q, R> PredictClient of(
      Variant variant,
      Target target,
      WireFormat<Q, R> wire,
      Duration deadline,
      CallOptions options) {
    ChannelFactory channels = new ChannelFactory(variant, target);
    StubSource<Q, R> stubs = StubSource.of(variant, channels, wire, options);
    return new GrpcPredictClient<>(wire, stubs, variant.call(), deadline);
  }

  /** The same client, stamping {@code timeline}; for one call at a time. */
  public static <Q, R> PredictClient timed(
      Variant variant,
      Target target,
      WireFormat<Q, R> wire,
      Duration deadline,
      CallTimeline timeline) {
    return new TimedPredictClient(
        of(
            variant,
            target,
            new TimedWireFormat<>(wire, timeline),
            deadline,
            CallOptions.DEFAULT.withStreamTracerFactory(timeline.tracers())),
        timeline);
  }

  @Override
  public Prediction predict(ModelInput input) {
    requireOpen();
    Q request = wire.encode(input);
    StubSource.Lease<Q, R> lease = stubs.lend();
    try {
      PredictStub<Q, R> stub = withDeadline(lease);
      return switch (call) {
        case BLOCKING -> wire.decode(stub.blocking(request));
        case FUTURE -> {
          ListenableFuture<R> reply = stub.future(request);
          yield wire.decode(Waiting.on(reply));
        }
        case ASYNC -> Waiting.on(PendingPrediction.send(wire, stub, request, () -> {}));
      };
    } catch (StatusRuntimeException e) {
      throw PredictException.of(e);
    } finally {
      lease.giveBack();
    }
  }

  @Override
  public CompletableFuture<Prediction> predictAsync(ModelInput input) {
    requireOpen();
    Q request = wire.encode(input);
    StubSource.Lease<Q, R> lease = stubs.lend();
    return PendingPrediction.send(
        wire, withDeadline(lease), request, lease::giveBackWithoutWaiting);
  }

  private PredictStub<Q, R> withDeadline(StubSource.Lease<Q, R> lease) {
    return lease.stub().withDeadlineAfter(deadlineNanos, TimeUnit.NANOSECONDS);
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the client is closed");
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      stubs.close();
    }
  }
}
