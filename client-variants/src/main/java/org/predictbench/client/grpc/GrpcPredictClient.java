package org.predictbench.client.grpc;

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
import org.predictbench.client.TimedPredictClient;
import org.predictbench.client.wire.WireFormat;

/** Predict over a gRPC channel, in any wire format. */
public final class GrpcPredictClient<Q, R> implements PredictClient {
  private final WireFormat<Q, R> wire;
  private final StubSource<Q, R> stubs;
  private final StubCall call;
  private final long deadlineNanos;
  private final AtomicBoolean closed = new AtomicBoolean();

  GrpcPredictClient(
      WireFormat<Q, R> wire, StubSource<Q, R> stubs, StubCall call, Duration deadline) {
    this.wire = wire;
    this.stubs = stubs;
    this.call = call;
    this.deadlineNanos = deadline.toNanos();
  }

  /** Opens a client that owns the channels. */
  public static <Q, R> PredictClient open(
      WireFormat<Q, R> wire,
      ChannelFactory channels,
      StubSettings settings,
      StubCall call,
      Duration deadline) {
    return open(wire, channels, settings, call, deadline, CallOptions.DEFAULT);
  }

  private static <Q, R> PredictClient open(
      WireFormat<Q, R> wire,
      ChannelFactory channels,
      StubSettings settings,
      StubCall call,
      Duration deadline,
      CallOptions options) {
    StubSource<Q, R> stubs = StubSource.of(settings, channels, wire, options);
    return new GrpcPredictClient<>(wire, stubs, call, deadline);
  }

  /** Opens the same client with a timeline that it stamps; for one call at a time. */
  public static <Q, R> TimedPredictClient openTimed(
      WireFormat<Q, R> wire,
      ChannelFactory channels,
      StubSettings settings,
      StubCall call,
      Duration deadline) {
    CallTimeline timeline = new CallTimeline();
    return new TimelineClient(
        open(
            new TimedWireFormat<>(wire, timeline),
            channels,
            settings,
            call,
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
      return call.make(wire, stub, request);
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
