package org.predictbench.bench.record;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One caller's connection to the target. Thread-safe. */
final class Upstream implements AutoCloseable {
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String name;
  private final ManagedChannel channel;
  private final AtomicLong tried = new AtomicLong(System.nanoTime());

  /** Connects at once, so that the caller's first call need not wait for it. */
  Upstream(String name, ManagedChannel channel) {
    this.name = name;
    this.channel = channel;
    channel.getState(true);
  }

  /** The target, as users wrote it. */
  String name() {
    return name;
  }

  ClientCall<Message, Message> newCall(
      MethodDescriptor<Message, Message> method, CallOptions options) {
    if (channel.getState(true) == ConnectivityState.TRANSIENT_FAILURE) {
      tryAgain();
    }
    return channel.newCall(method, options);
  }

  /**
   * A channel waits up to two minutes before it tries again. The caller's would have waited as
   * well; but it is connected, to us, and sends calls.
   */
  private void tryAgain() {
    long last = tried.get();
    long now = System.nanoTime();
    if (now - last >= RETRY_NANOS && tried.compareAndSet(last, now)) {
      channel.resetConnectBackoff();
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
