package org.predictbench.bench.servers;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.predictbench.server.config.ServerTarget;
import org.predictbench.server.launch.ModelStatus;
import org.predictbench.serving.full.GetModelStatusRequest;
import org.predictbench.serving.full.ModelServiceGrpc;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.ModelVersionStatus;
import org.predictbench.serving.full.ModelVersionStatus.State;

/** GetModelStatus over a channel of its own. Stateless and thread-safe. */
final class GrpcModelStatus implements ModelStatus {
  private static final int PATIENCE_SECONDS = 5;

  @Override
  public OptionalLong availableVersion(ServerTarget target, String model) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(target.address()).usePlaintext().build();
    try {
      return ModelServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .getModelStatus(
              GetModelStatusRequest.newBuilder()
                  .setModelSpec(ModelSpec.newBuilder().setName(model))
                  .build())
          .getModelVersionStatusList()
          .stream()
          .filter(status -> status.getState() == State.AVAILABLE)
          .mapToLong(ModelVersionStatus::getVersion)
          .max();
    } catch (StatusRuntimeException e) {
      // Not yet: it will be asked again.
      return OptionalLong.empty();
    } finally {
      channel.shutdownNow();
    }
  }
}
