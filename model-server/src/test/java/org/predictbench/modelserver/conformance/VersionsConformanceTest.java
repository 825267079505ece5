package org.predictbench.modelserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.predictbench.modelserver.conformance.Requests.floats;
import static org.predictbench.modelserver.conformance.Requests.predict;
import static org.predictbench.modelserver.conformance.Requests.refused;
import static org.predictbench.modelserver.conformance.Requests.spec;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.predictbench.serving.full.GetModelStatusRequest;
import org.predictbench.serving.full.ModelConfig;
import org.predictbench.serving.full.ModelServerConfig;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.ModelVersionStatus;
import org.predictbench.serving.full.ModelVersionStatus.State;
import org.predictbench.serving.full.ReloadConfigRequest;
import org.tensorflow.proto.DataType;

/** Version policies, labels, polling and reload. */
class VersionsConformanceTest {
  private final Target target = Target.shared();

  @Test
  void tellsAllVersionsTheHighestFirst() {
    List<ModelVersionStatus> versions =
        target
            .model()
            .getModelStatus(
                GetModelStatusRequest.newBuilder().setModelSpec(spec("half_plus_two")).build())
            .getModelVersionStatusList();

    assertThat(versions).extracting(status -> status.getVersion()).containsExactly(124L, 123L);
    assertThat(versions).allMatch(status -> status.getState() == State.AVAILABLE);
  }

  @Test
  void aNewVersionTakesOver() throws IOException {
    Models.halfPlus(target.models().resolve("polled"), 1, 1, DataType.DT_STRING);
    target.serve(target.config("polled").build());
    assertThat(answer(spec("polled"))).isEqualTo(2f);

    Models.halfPlus(target.models().resolve("polled"), 2, 2, DataType.DT_STRING);
    target.awaitState("polled", 2, State.AVAILABLE);
    target.awaitState("polled", 1, State.END);

    assertThat(answer(spec("polled"))).isEqualTo(3f);
    refused(
        () -> answer(version("polled", 1)),
        Status.Code.NOT_FOUND,
        "Servable not found for request: Specific(polled, 1)");
    target.remove("polled");
    target.awaitState("polled", 2, State.END);
    refused(
        () -> answer(spec("polled")),
        Status.Code.NOT_FOUND,
        "Servable not found for request: Latest(polled)");
  }

  @Test
  void labelsNameVersions() throws IOException {
    Models.halfPlus(target.models().resolve("labelled"), 1, 1, DataType.DT_STRING);
    Models.halfPlus(target.models().resolve("labelled"), 2, 2, DataType.DT_STRING);
    ModelConfig config =
        target.config("labelled").setModelVersionPolicy(Target.specific(1L, 2L)).build();
    refused(
        () -> target.serve(config.toBuilder().putVersionLabels("stable", 1).build()),
        Status.Code.FAILED_PRECONDITION,
        "Request to assign label to version 1 of model labelled, which is not currently available for"
            + " inference");
    target.serve(config);
    target.awaitState("labelled", 1, State.AVAILABLE);
    target.awaitState("labelled", 2, State.AVAILABLE);

    target.serve(
        config.toBuilder().putVersionLabels("stable", 1).putVersionLabels("canary", 2).build());

    assertThat(answer(label("stable"))).isEqualTo(2f);
    assertThat(answer(label("canary"))).isEqualTo(3f);
    refused(
        () -> answer(label("no")),
        Status.Code.INVALID_ARGUMENT,
        "Unrecognized servable version label: no");
    target.serve(config.toBuilder().setModelVersionPolicy(Target.specific(1L)).build());
    target.awaitState("labelled", 2, State.END);
    assertThat(answer(spec("labelled"))).isEqualTo(2f);
    target.remove("labelled");
  }

  @Test
  void aBrokenVersionLeavesTheOldOneServing() throws IOException {
    Models.halfPlus(target.models().resolve("broken"), 1, 1, DataType.DT_STRING);
    target.serve(target.config("broken").build());
    Files.createDirectories(target.models().resolve("broken").resolve("2"));
    // Ours and the original try for minutes; what counts is that the old one goes on meanwhile.
    await("2 is tried")
        .atMost(Duration.ofMinutes(1))
        .until(() -> target.state("broken", 2) != State.UNKNOWN);

    assertThat(answer(spec("broken"))).isEqualTo(2f);
    assertThat(target.state("broken", 1)).isEqualTo(State.AVAILABLE);
  }

  @Test
  void refusesConfigs() {
    refused(
        () -> target.model().handleReloadConfigRequest(ReloadConfigRequest.getDefaultInstance()),
        Status.Code.INVALID_ARGUMENT,
        "ServerModelConfig type not supported by HandleReloadConfigRequest. Only ModelConfigList is"
            + " currently supported");
    refused(
        () -> target.serve(target.config("relative").setBasePath("models/m").build()),
        Status.Code.INVALID_ARGUMENT,
        "Expected model relative to have an absolute path or URI; got base_path()=models/m");
    refused(
        () -> target.serve(target.config("matrix").setModelPlatform("other").build()),
        Status.Code.INVALID_ARGUMENT,
        "Illegal to change a model's platform. For model matrix platform was tensorflow and new"
            + " platform requested is other");
    ModelServerConfig.Builder twice = ModelServerConfig.newBuilder();
    twice.getModelConfigListBuilder().addConfig(target.config("m")).addConfig(target.config("m"));
    refused(
        () ->
            target
                .model()
                .handleReloadConfigRequest(
                    ReloadConfigRequest.newBuilder().setConfig(twice).build()),
        Status.Code.INVALID_ARGUMENT,
        "Illegal to list model m multiple times in config list");
  }

  private static ModelSpec version(String name, long version) {
    ModelSpec.Builder spec = spec(name).toBuilder();
    spec.getVersionBuilder().setValue(version);
    return spec.build();
  }

  private static ModelSpec label(String label) {
    return spec("labelled").toBuilder().setVersionLabel(label).build();
  }

  /** For x = 2. */
  private float answer(ModelSpec spec) {
    return target
        .prediction()
        .predict(predict(spec, "x", floats(2)))
        .getOutputsOrThrow("y")
        .getFloatVal(0);
  }
}
