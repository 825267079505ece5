package org.predictbench.modelserver.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.modelserver.TestModels;
import org.predictbench.modelserver.metrics.ServingMetrics;
import org.predictbench.modelserver.servable.SavedModelLoader;
import org.predictbench.modelserver.session.Parallelism;
import org.predictbench.modelserver.versions.VersionDirectory;

class MlMetadataLoaderTest {
  @TempDir Path dir;

  private final ServingMetrics metrics = new ServingMetrics();

  @Test
  void versionsWithAKeyAreOnThePage() throws IOException {
    TestModels.halfPlusTwo(dir, "1");
    TestModels.halfPlusTwo(dir, "2");
    Files.createDirectory(dir.resolve("2").resolve("assets.extra"));
    Files.writeString(dir.resolve("2").resolve("assets.extra").resolve("mlmd_uuid"), "a-key");
    SavedModelLoader loader =
        new SavedModelLoader(new Parallelism(1, 1).toConfig(), Set.of("serve"));
    MlMetadataLoader reporting =
        new MlMetadataLoader(
            (name, version) -> loader.load(name, version.version(), version.path()), metrics);

    reporting.load("m", new VersionDirectory(1, dir.resolve("1"))).close();
    assertThat(metrics.registry().prometheusPage()).doesNotContain("mlmd_map");

    reporting.load("m", new VersionDirectory(2, dir.resolve("2"))).close();
    assertThat(metrics.registry().prometheusPage())
        .contains(
            """
            # TYPE :tensorflow:serving:mlmd_map gauge
            :tensorflow:serving:mlmd_map{model_name="m",version="2"} 0
            """);
  }
}
