package org.predictbench.modelserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        exitCode(List.of(PYTHON, "-c", "import grpc, grpc_tools")) == 0,
        PYTHON + " has no grpcio and grpcio-tools");

    assertThat(
            exitCode(
                List.of(
                    PYTHON,
                    "src/test/python/serving_client.py",
                    "../serving-api/src/main/proto-full",
                    Target.shared().channel().authority())))
        .isZero();
  }

  private static int exitCode(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      System.out.print(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      return process.waitFor();
    } catch (IOException e) {
      System.out.println(e.getMessage());
      return -1;
    }
  }
}
