package org.predictbench.client.grpc;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.predictbench.client.wire.WireFormat;

/** Lends a stub for one call: the reuse axis at work. Safe for any number of threads. */
interface StubSource<Q, R> extends AutoCloseable {

  /** A stub and what to do once its call is over. */
  interface Lease<Q, R> {
    PredictStub<Q, R> stub();

    /** Gives the stub back, waiting for what has to end with it. */
    void giveBack();

    /** Gives the stub back from a callback, where nothing may wait. */
    void giveBackWithoutWaiting();
  }

  Lease<Q, R> lend();

  @Override
  void close();

  static <Q, R> StubSource<Q, R> of(
      StubSettings settings, ChannelFactory channels, WireFormat<Q, R> wire, CallOptions options) {
    CallOptions compressed = settings.compressor().map(options::withCompression).orElse(options);
    Stubs<Q, R> stubs = new Stubs<>(wire, compressed);
    return settings.channels() == 0
        ? new ChannelPerCall<>(channels, stubs)
        : new KeptChannels<>(channels, stubs, settings.channels(), settings.keepsStub());
  }

  /** How a stub is made on a channel. */
  record Stubs<Q, R>(WireFormat<Q, R> wire, CallOptions options) {
    PredictStub<Q, R> on(ManagedChannel channel) {
      return new PredictStub<>(channel, options, wire.method());
    }
  }

  /** Nothing is kept: the connection's set-up and tear-down are part of every call. */
  record ChannelPerCall<Q, R>(ChannelFactory channels, Stubs<Q, R> stubs)
      implements StubSource<Q, R> {
    private record OneCall<Q, R>(ManagedChannel channel, PredictStub<Q, R> stub)
        implements Lease<Q, R> {
      @Override
      public void giveBack() {
        ChannelFactory.shutDown(channel);
      }

      @Override
      public void giveBackWithoutWaiting() {
        channel.shutdown();
      }
    }

    @Override
    public Lease<Q, R> lend() {
      ManagedChannel channel = channels.open();
      return new OneCall<>(channel, stubs.on(channel));
    }

    @Override
    public void close() {
      channels.close();
    }
  }

  /** One or more channels for all calls, taken in turn, and their stubs too if they are shared. */
  final class KeptChannels<Q, R> implements StubSource<Q, R> {
    private record Kept<Q, R>(ManagedChannel channel, PredictStub<Q, R> stub)
        implements Lease<Q, R> {
      @Override
      public void giveBack() {}

      @Override
      public void giveBackWithoutWaiting() {}
    }

    private final ChannelFactory channels;
    private final Stubs<Q, R> stubs;
    private final boolean keepStubs;
    private final List<Kept<Q, R>> kept = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    KeptChannels(ChannelFactory channels, Stubs<Q, R> stubs, int count, boolean keepStubs) {
      this.channels = channels;
      this.stubs = stubs;
      this.keepStubs = keepStubs;
      for (int i = 0; i < count; i++) {
        ManagedChannel channel = channels.open();
        kept.add(new Kept<>(channel, stubs.on(channel)));
      }
    }

    @Override
    public Lease<Q, R> lend() {
      Kept<Q, R> next =
          kept.get(kept.size() == 1 ? 0 : Math.floorMod(turn.getAndIncrement(), kept.size()));
      return keepStubs ? next : new Kept<>(next.channel, stubs.on(next.channel));
    }

    @Override
    public void close() {
      // All at once: their graces run side by side.
      kept.forEach(each -> each.channel.shutdown());
      kept.forEach(each -> ChannelFactory.shutDown(each.channel));
      channels.close();
    }
  }
}
