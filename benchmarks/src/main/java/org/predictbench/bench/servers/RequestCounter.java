package org.predictbench.bench.servers;

import com.google.protobuf.Empty;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.predictbench.server.config.ServerTarget;
import org.predictbench.serving.RequestCount;

/**
 * Asks a server of ours how many requests it has answered, over a connection of its own that no
 * client under test has to do with.
 */
final class RequestCounter implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 5;

  private final ManagedChannel channel;

  /** Connects with the first question. */
  RequestCounter(ServerTarget.Tcp target) {
    channel = NettyChannelBuilder.forAddress(target.host(), target.port()).usePlaintext().build();
  }

  /** Since the server started; empty if it does not tell, as when it is gone. */
  OptionalLong served() {
    try {
      return OptionalLong.of(
          ClientCalls.blockingUnaryCall(
                  channel,
                  RequestCount.METHOD,
                  CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS),
                  Empty.getDefaultInstance())
              .getValue());
    } catch (StatusRuntimeException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
