package org.predictbench.client.grpc;

import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;
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
  public Outputs predict(Inputs inputs, RequestOptions options) {
    requireOpen();
    Q request = wire.encode(inputs);
    StubSource.Lease<Q, R> lease = stubs.lend();
    try {
      PredictStub<Q, R> stub = with(options, lease);
      return call.make(wire, stub, request);
    } catch (StatusRuntimeException e) {
      throw PredictException.of(e);
    } finally {
      lease.giveBack();
    }
  }

  @Override
  public CompletableFuture<Outputs> predictAsync(Inputs inputs, RequestOptions options) {
    requireOpen();
    Q request = wire.encode(inputs);
    StubSource.Lease<Q, R> lease = stubs.lend();
    return PendingPrediction.send(
        wire, with(options, lease), request, lease::giveBackWithoutWaiting);
  }

  private PredictStub<Q, R> with(RequestOptions options, StubSource.Lease<Q, R> lease) {
    long nanos = options.deadline().isEmpty() ? deadlineNanos : options.deadline().get().toNanos();
    PredictStub<Q, R> stub = lease.stub().withDeadlineAfter(nanos, TimeUnit.NANOSECONDS);
    if (options.headers().isEmpty()) {
      return stub;
    }
    Metadata headers = new Metadata();
    options
        .headers()
        .forEach(
            (name, value) ->
                headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
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
