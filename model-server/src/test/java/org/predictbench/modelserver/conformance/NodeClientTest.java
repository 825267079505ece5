package org.predictbench.modelserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that shares no code with the server: Node's grpc-js. */
class NodeClientTest {
  private static final Path CLIENT = Path.of("src/test/node");

  @Test
  void getsTheRightAnswers() throws Exception {
    assumeTrue(Programs.exitCode(List.of("node", "--version")) == 0, "there is no node here");
    assumeTrue(
        Files.isDirectory(CLIENT.resolve("node_modules")),
        "grpc-js is not here: npm ci --ignore-scripts --prefix model-server/" + CLIENT);

    assertThat(
            Programs.exitCode(
                List.of(
                    "node",
                    CLIENT.resolve("serving_client.js").toString(),
                    "../serving-api/src/main/proto-full",
                    Target.shared().channel().authority())))
        .isZero();
  }
}
