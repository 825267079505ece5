package org.predictbench.bench.servers;

import java.time.Duration;
import java.util.OptionalLong;
import org.predictbench.client.ModelRef;
import org.predictbench.client.ModelServices;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;
import org.predictbench.client.VersionStatus;
import org.predictbench.server.config.ServerTarget;
import org.predictbench.server.launch.ModelStatus;

/** GetModelStatus over a channel of its own. Stateless and thread-safe. */
final class GrpcModelStatus implements ModelStatus {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public OptionalLong availableVersion(ServerTarget target, String model) {
    try (ModelServices services = ModelServices.open(Target.parse(target.toString()), PATIENCE)) {
      return services.status(ModelRef.of(model)).stream()
          .filter(VersionStatus::isAvailable)
          .mapToLong(VersionStatus::version)
          .max();
    } catch (PredictException e) {
      // Not yet: it will be asked again.
      return OptionalLong.empty();
    }
  }
}
