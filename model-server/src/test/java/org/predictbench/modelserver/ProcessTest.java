package org.predictbench.modelserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.serving.ReadyLine;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictionServiceGrpc;
import org.predictbench.serving.full.tensorflow.TensorProto;

/** How the process starts, refuses to start, and ends. */
class ProcessTest {
  @TempDir Path dir;

  @Test
  void servesAUnixSocketInTensorContentAndEndsOnSigterm() throws Exception {
    Path socket = dir.resolve("s");
    try (ServerProcess server =
        ServerProcess.start(
            "--port=0",
            "--grpc_socket_path=" + socket,
            "--model_name=half_plus_two",
            "--model_base_path=" + TestModels.halfPlusTwo(dir.resolve("models"), "7"),
            "--tensorflow_intra_op_parallelism=2",
            "--tensorflow_inter_op_parallelism=1",
            "--enable_model_warmup=false",
            "--enable_serialization_as_tensor_content")) {
      ReadyLine ready = server.ready();
      assertThat(ready.socket()).contains(socket.toString());
      assertThat(ready.model()).isEqualTo("half_plus_two");
      assertThat(ready.modelVersion()).isEqualTo(7);
      assertThat(ready.tensorflow()).isEqualTo("2.18.0");
      assertThat(ready.intraOp()).isEqualTo(2);
      assertThat(ready.interOp()).isEqualTo(1);

      TensorProto y = predictOver(socket, "half_plus_two");
      assertThat(y.getFloatValCount()).isZero();
      assertThat(
              y.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getFloat())
          .isEqualTo(3f);

      server.terminate();
      assertThat(server.exitCode()).isEqualTo(128 + 15);
      assertThat(server.restOfStdout()).isEmpty();
      assertThat(socket).doesNotExist();
    }
  }

  @Test
  void withDiagnosticsAStubModelAnswersWithoutTheModelsWork() throws Exception {
    Path socket = dir.resolve("s");
    String models = "--model_base_path=" + TestModels.halfPlusTwo(dir.resolve("models"), "7");
    String listen = "--grpc_socket_path=" + socket;
    String name = "--model_name=half_plus_two";
    try (ServerProcess server =
        ServerProcess.start("--port=0", listen, name, models, "--enable_diagnostics")) {
      assertThat(server.ready().stubModel()).contains("half_plus_two.stub");
      assertThat(predictOver(socket, "half_plus_two.stub").getFloatValList()).containsExactly(0f);
      assertThat(predictOver(socket, "half_plus_two").getFloatValList()).containsExactly(3f);
    }
    try (ServerProcess server = ServerProcess.start("--port=0", listen, name, models)) {
      assertThat(server.ready().stubModel()).isEmpty();
      assertThatThrownBy(() -> predictOver(socket, "half_plus_two.stub"))
          .hasMessageContaining("NOT_FOUND");
    }
  }

  @Test
  void endsWithItsParent() throws Exception {
    Path socket = dir.resolve("s");
    try (ServerProcess server =
        ServerProcess.start(
            "--port=0",
            "--grpc_socket_path=" + socket,
            "--model_base_path=" + TestModels.halfPlusTwo(dir.resolve("models"), "1"),
            "--exit_on_stdin_eof")) {
      var unused = server.ready();
      server.closeStdin();

      assertThat(server.exitCode()).isZero();
      assertThat(socket).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--port=many", "--enable_batching=perhaps"})
  void refusesUnusableFlagsInOneLine(String flag) throws Exception {
    try (ServerProcess server = ServerProcess.start(flag, "--model_base_path=" + dir)) {
      assertThat(server.stderr()).hasLineCount(1).contains("--");
      assertThat(server.exitCode()).isEqualTo(2);
    }
  }

  @Test
  void printsItsVersions() throws Exception {
    try (ServerProcess server = ServerProcess.start("--version")) {
      assertThat(server.restOfStdout())
          .isEqualTo("TensorFlow ModelServer: 2.18.1TensorFlow Library: 2.18.0");
      assertThat(server.exitCode()).isZero();
    }
  }

  @Test
  void servesGrpcWhereTheRestPortIsTakenAndFlagsAreUnknown() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerProcess server =
            ServerProcess.start(
                "--port=8500",
                "--port=0",
                "--no_such_flag=1",
                "--ssl_config_file=",
                "--rest_api_port=" + taken.getLocalPort(),
                "--model_base_path=file://" + TestModels.halfPlusTwo(dir.resolve("models"), "7"))) {
      ReadyLine ready = server.ready();
      assertThat(ready.restPort()).isEmpty();
      assertThat(ready.modelVersion()).isEqualTo(7);
      server.terminate();
      assertThat(server.stderr())
          .contains("unknown argument: --no_such_flag=1")
          .contains("Failed to start HTTP Server at /127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void refusesABatchingConfigThatCannotWork() throws Exception {
    Path parameters =
        Files.writeString(dir.resolve("batching.pbtxt"), "num_batch_threads { value: 0 }");
    try (ServerProcess server =
        ServerProcess.start(
            "--port=0",
            "--model_base_path=" + TestModels.halfPlusTwo(dir.resolve("models"), "7"),
            "--enable_batching",
            "--batching_parameters_file=" + parameters)) {
      assertThat(server.stderr())
          .contains("INVALID_ARGUMENT: num_batch_threads must be positive; was 0");
      assertThat(server.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void refusesABasePathWithoutVersions() throws Exception {
    Files.createDirectories(dir.resolve("latest"));
    try (ServerProcess server =
        ServerProcess.start(
            "--port=0", "--model_base_path=" + dir, "--fail_if_zero_versions_at_startup")) {
      assertThat(server.stderr())
          .containsPattern(
              "(?m)^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d{4} SEVERE Failed to start server\\.")
          .contains(
              "Failed to start server. Error: NOT_FOUND: Unable to find a numerical version path for"
                  + " servable default at: "
                  + dir);
      assertThat(server.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void refusesAModelThatDoesNotLoad() throws IOException, InterruptedException {
    Files.createDirectories(dir.resolve("123"));
    try (ServerProcess server =
        ServerProcess.start("--port=0", "--model_base_path=" + dir, "--max_num_load_retries=0")) {
      assertThat(server.stderr())
          .contains(
              "Failed to start server. Error: UNKNOWN: 1 servable(s) did not become available:"
                  + " {{{name: default version: 123} due to error: NOT_FOUND: Specified file"
                  + " path does not appear to contain a SavedModel bundle (should have a file called"
                  + " `saved_model.pb`)\nSpecified file path: "
                  + dir.resolve("123")
                  + "}, }");
      assertThat(server.exitCode()).isEqualTo(1);
    }
  }

  private static TensorProto predictOver(Path socket, String model) {
    PredictRequest.Builder request = PredictTest.request(PredictTest.floats(2)).toBuilder();
    request.getModelSpecBuilder().setName(model);
    EventLoopGroup eventLoops = new EpollEventLoopGroup(1);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
            .channelType(EpollDomainSocketChannel.class)
            .eventLoopGroup(eventLoops)
            .usePlaintext()
            .build();
    try {
      return PredictionServiceGrpc.newBlockingStub(channel)
          .predict(request.build())
          .getOutputsOrThrow("y");
    } finally {
      channel.shutdownNow();
      var unused = eventLoops.shutdownGracefully();
    }
  }
}
