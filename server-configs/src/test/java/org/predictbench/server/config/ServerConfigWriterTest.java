package org.predictbench.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServerConfigWriterTest {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("org.predictbench.server.config.ServerConfigs#shipped")
  void whatIsShippedReadsBack(ServerConfig config) throws Exception {
    requireReadsBack(config);
  }

  @Test
  void everyKeyReadsBack() throws Exception {
    Batching batching =
        new Batching(
            true, 8, 500, 2, new BatchQueueing(7, List.of(2, 4, 8), true, "pool", true, 4));
    requireReadsBack(
        ServerConfig.embedded(
                "all", "a: \"quoted\" # line", Build.EIGEN, new Threads(2, 1), batching)
            .withFlags(List.of("--grpc_max_threads=4", "--rest_api_num_threads=3")));
    requireReadsBack(ServerConfigs.load("native-tuned").inContainer("tensorflow/serving:2.18.1"));
    requireReadsBack(ServerConfig.external(ServerTarget.parse("host:8500")));
  }

  private void requireReadsBack(ServerConfig config) throws Exception {
    Path file = folder.resolve("config.yaml");
    Files.writeString(file, ServerConfigWriter.write(config));
    assertThat(ServerConfigs.load(file.toString())).isEqualTo(config);
  }
}
