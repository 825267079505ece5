package org.predictbench.modelserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.modelserver.options.ModelServerOptions;
import org.predictbench.modelserver.session.Parallelism;
import org.predictbench.modelserver.session.SessionConfig;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.versions.ModelConfigs;
import org.predictbench.serving.full.ModelConfigList;
import org.predictbench.serving.full.ModelServerConfig;
import org.tensorflow.proto.RewriterConfig;
import picocli.CommandLine;

/** What the flags mean together, and how they are refused. */
class StartUpTest {
  @TempDir Path dir;

  @Test
  void someModelMustBeNamed() {
    refused(
        () -> startUp(),
        "Both server_options.model_base_path and server_options.model_config_file are empty!");
  }

  @Test
  void batchingParametersNeedBatching() {
    refused(
        () -> startUp("--model_base_path=/m", "--batching_parameters_file=/b"),
        "server_options.batching_parameters_file is set without setting"
            + " server_options.enable_batching to true.");
  }

  @Test
  void aBatchingKeyThatTheServerDoesNotKnowIsRefused() throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("batching.pbtxt"), "low_priority_max_batch_size { value: 4 }");
    refused(
        () ->
            startUp(
                    "--model_base_path=/m",
                    "--enable_batching",
                    "--batching_parameters_file=" + file)
                .batchingParameters(),
        "Invalid protobuf file: '" + file + "'");
  }

  @Test
  void notAllThreadFlagsTogether() {
    assertThatThrownBy(
            () ->
                options(
                        "--tensorflow_session_parallelism=1",
                        "--tensorflow_intra_op_parallelism=1",
                        "--tensorflow_inter_op_parallelism=1")
                    .parallelism())
        .hasMessage(
            "Either configure server_options.tensorflow_session_parallelism or"
                + " (server_options.tensorflow_intra_op_parallelism,"
                + " server_options.tensorflow_inter_op_parallelism) separately. You cannot configure"
                + " all.");
  }

  @Test
  void readsTheConfigFile() throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("models.pbtxt"),
            """
            # two of them
            model_config_list {
              config { name: "a" base_path: "/a" model_platform: "tensorflow"
                       model_version_policy { specific { versions: 1 versions: 2 } }
                       version_labels { key: "stable" value: 1 } }
              config { name: "b" base_path: "/b" model_platform: "tensorflow" }
            }
            """);

    ModelServerConfig models = startUp("--model_config_file=" + file).models();

    assertThat(models.getModelConfigList().getConfigList())
        .extracting(model -> model.getName())
        .containsExactly("a", "b");
    ModelConfigs.check(ModelConfigList.getDefaultInstance(), models.getModelConfigList());
  }

  @Test
  void refusesFilesThatAreNoMessage() throws IOException {
    Path file = Files.writeString(dir.resolve("models.pbtxt"), "model_config_list { no: 1 }");

    refused(
        () -> startUp("--model_config_file=" + file).models(),
        "Invalid protobuf file: '" + file + "'");
    refused(
        () -> startUp("--model_config_file=" + dir.resolve("no")).models(),
        dir.resolve("no") + "; No such file or directory");
  }

  @Test
  void refusesAModelWithoutPlatform() {
    ModelServerConfig.Builder config = ModelServerConfig.newBuilder();
    config.getModelConfigListBuilder().addConfigBuilder().setName("m").setBasePath("/m");

    refused(
        () ->
            ModelConfigs.check(
                ModelConfigList.getDefaultInstance(), config.build().getModelConfigList()),
        "Illegal setting neither ModelServerConfig::model_type (deprecated) nor"
            + " ModelServerConfig::model_platform, model name is m");
  }

  @Test
  void theSessionsFileGivesWayToTheFlags() throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("session.pbtxt"),
            "intra_op_parallelism_threads: 7 allow_soft_placement: true");

    var config = SessionConfig.of(Optional.of(file), Parallelism.of(0, 3, 0), "bfloat16");

    assertThat(config.getIntraOpParallelismThreads()).isEqualTo(3);
    assertThat(config.getInterOpParallelismThreads()).isZero();
    assertThat(config.getAllowSoftPlacement()).isTrue();
    assertThat(config.getGraphOptions().getRewriteOptions().getAutoMixedPrecisionOnednnBfloat16())
        .isEqualTo(RewriterConfig.Toggle.ON);
  }

  @Test
  void flagsWithoutEffectAreAccepted() {
    assertThat(
            startUp(
                    "--model_base_path=/m",
                    "--enable_profiler=false",
                    "--flush_filesystem_caches",
                    "--num_unload_threads=2")
                .options()
                .loading
                .ignored)
        .containsExactly("false", "true", "2");
  }

  @Test
  void ofAFlagGivenTwiceTheLastCounts() {
    ModelServerOptions options = options("--port=8500", "--model_name=m", "--port=0");
    assertThat(options.port).isZero();
    assertThat(options.modelName).isEqualTo("m");
  }

  @Test
  void anEmptyFileIsNone() {
    ModelServerOptions options =
        startUp(
                "--model_base_path=/m",
                "--model_config_file=",
                "--monitoring_config_file=",
                "--batching_parameters_file=",
                "--ssl_config_file=",
                "--grpc_socket_path=",
                "--platform_config_file=")
            .options();
    assertThat(options.modelConfigFile).isNull();
    assertThat(options.endpoints.sslConfigFile).isNull();
    assertThat(options.socketPath).isNull();
    refused(
        () -> startUp("--model_base_path=", "--model_config_file="),
        "Both server_options.model_base_path and server_options.model_config_file are empty!");
  }

  @Test
  void theBasePathMayBeAUri() {
    assertThat(startUp("--model_base_path=file:///models/m").models().getModelConfigList())
        .extracting(models -> models.getConfig(0).getBasePath())
        .isEqualTo("/models/m");
  }

  @Test
  void whatIsNotSupportedMayBeSwitchedOff() {
    startUp(
        "--model_base_path=/m",
        "--use_alts_credentials=false",
        "--prefer_tflite_model=false",
        "--xla_cpu_compilation_enabled=false");
    refused(
        () -> startUp("--model_base_path=/m", "--prefer_tflite_model"),
        "--prefer_tflite_model is not supported: there is no TFLite runtime; leave it out");
  }

  @Test
  void whatIsUnknownIsLeftOver() {
    CommandLine parser = new ModelServerOptions().parser();
    var unused = parser.parseArgs("--no_such_flag=1", "--model_name=m", "word", "@file", "-x");
    assertThat(parser.getUnmatchedArguments())
        .containsExactly("--no_such_flag=1", "word", "@file", "-x");
  }

  @Test
  void restNeedsAPortOfItsOwn() {
    assertThat(startUp("--model_base_path=/m").rest()).isEmpty();
    assertThat(startUp("--model_base_path=/m", "--port=9000", "--rest_api_port=9000").rest())
        .isEmpty();
    assertThat(startUp("--model_base_path=/m", "--rest_api_port=8501").rest()).isPresent();
  }

  private static ModelServerOptions options(String... flags) {
    ModelServerOptions options = new ModelServerOptions();
    var unused = options.parser().parseArgs(flags);
    return options;
  }

  private static StartUp startUp(String... flags) {
    return new StartUp(options(flags));
  }

  private static void refused(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(ServingException.class).hasMessage(message);
  }
}
