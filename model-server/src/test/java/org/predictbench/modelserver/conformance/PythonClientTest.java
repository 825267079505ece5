package org.predictbench.modelserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A client that shares no code with the server: Python's grpcio. {@code -Dpredictbench.python=}
 * names another interpreter than Debian's, which finds {@code python3-grpcio} and {@code
 * python3-grpc-tools}.
 */
class PythonClientTest {
  private static final String PYTHON =
      System.getProperty("predictbench.python", "/usr/bin/python3");

  @Test
  void getsTheRightAnswers() throws Exception {
    assumeTrue(
        Programs.exitCode(List.of(PYTHON, "-c", "import grpc, grpc_tools")) == 0,
        PYTHON + " has no grpcio and grpcio-tools");

    assertThat(
            Programs.exitCode(
                List.of(
                    PYTHON,
                    "src/test/python/serving_client.py",
                    "../serving-api/src/main/proto-full",
                    Target.shared().channel().authority())))
        .isZero();
  }
}
