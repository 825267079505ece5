package org.predictbench.modelserver.warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.predictbench.modelserver.metrics.ServingMetrics;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.versions.VersionDirectory;
import org.predictbench.modelserver.versions.VersionLoader;

/** Reports the versions that bring a key of ML Metadata, and has another loader load them. */
public record MlMetadataLoader(VersionLoader loader, ServingMetrics metrics)
    implements VersionLoader {
  private static final Path KEY = Path.of("assets.extra", "mlmd_uuid");

  @Override
  public Servable load(String name, VersionDirectory directory) throws IOException {
    Servable servable = loader.load(name, directory);
    if (Files.isReadable(directory.path().resolve(KEY))) {
      metrics.onMlMetadata(name, directory.version());
    }
    return servable;
  }
}
