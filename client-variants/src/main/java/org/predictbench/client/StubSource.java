package org.predictbench.client;

import io.grpc.ManagedChannel;
import java.util.function.Function;

/** Lends a stub for one call: the {@link Reuse} axis at work. Safe for any number of threads. */
interface StubSource<Q, R> extends AutoCloseable {

  <T> T call(Function<WireFormat.Stub<Q, R>, T> call);

  @Override
  void close();

  static <Q, R> StubSource<Q, R> of(Reuse reuse, ChannelFactory channels, WireFormat<Q, R> wire) {
    return switch (reuse) {
      case CHANNEL_PER_CALL -> new ChannelPerCall<>(channels, wire);
      case STUB_PER_CALL -> new KeptChannel<>(channels, wire, false);
      case SHARED -> new KeptChannel<>(channels, wire, true);
    };
  }

  /** Nothing is kept: the connection's set-up and tear-down are part of every call. */
  record ChannelPerCall<Q, R>(ChannelFactory channels, WireFormat<Q, R> wire)
      implements StubSource<Q, R> {
    @Override
    public <T> T call(Function<WireFormat.Stub<Q, R>, T> call) {
      ManagedChannel channel = channels.open();
      try {
        return call.apply(wire.newStub(channel));
      } finally {
        ChannelFactory.shutDown(channel);
      }
    }

    @Override
    public void close() {
      channels.close();
    }
  }

  /** One channel for all calls, and one stub too if it is shared. */
  final class KeptChannel<Q, R> implements StubSource<Q, R> {
    private final ChannelFactory channels;
    private final WireFormat<Q, R> wire;
    private final ManagedChannel channel;
    private final WireFormat.Stub<Q, R> shared;

    KeptChannel(ChannelFactory channels, WireFormat<Q, R> wire, boolean keepStub) {
      this.channels = channels;
      this.wire = wire;
      this.channel = channels.open();
      this.shared = keepStub ? wire.newStub(channel) : null;
    }

    @Override
    public <T> T call(Function<WireFormat.Stub<Q, R>, T> call) {
      return call.apply(shared == null ? wire.newStub(channel) : shared);
    }

    @Override
    public void close() {
      ChannelFactory.shutDown(channel);
      channels.close();
    }
  }
}
