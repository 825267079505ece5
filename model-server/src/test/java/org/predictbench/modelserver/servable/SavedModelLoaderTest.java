package org.predictbench.modelserver.servable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.modelserver.PredictTest;
import org.predictbench.modelserver.TestModels;
import org.predictbench.modelserver.metrics.ServingMetrics;
import org.predictbench.modelserver.predict.Predictor;
import org.predictbench.modelserver.predict.RunListener;
import org.predictbench.modelserver.session.Parallelism;
import org.predictbench.modelserver.session.TensorRunner;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.tensor.TensorEncoder;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.types.TString;

class SavedModelLoaderTest {
  private static final ConfigProto ONE_THREAD = new Parallelism(1, 1).toConfig();

  @TempDir Path dir;

  @Test
  void restoresVariables() throws IOException {
    SmallModels.withVariable(dir, 0.5f);

    try (Servable servable = new SavedModelLoader(ONE_THREAD, Set.of("serve")).load("m", 1, dir)) {
      PredictRequest request =
          PredictRequest.newBuilder()
              .setModelSpec(ModelSpec.newBuilder().setName("m"))
              .putInputs("x", PredictTest.floats(4))
              .build();
      assertThat(
              new Predictor(TensorEncoder.AS_PROTO_FIELD, new ServingMetrics(), RunListener.NONE)
                  .predict(servable, request)
                  .getOutputsOrThrow("y")
                  .getFloatValList())
          .containsExactly(2f);
    }
  }

  @Test
  void assetsMayBeNamedInACollectionAlone() throws IOException {
    SmallModels.withAsset(dir, "a word");

    try (Servable servable = load(dir);
        TensorRunner.Outputs outputs =
            servable.runner().run(Map.of(), List.of("y:0"), TensorRunner.NO_TIMEOUT)) {
      assertThat(((TString) outputs.get(0)).getObject()).isEqualTo("a word");
    }
  }

  @Test
  void aModelMayBeWrittenAsText() throws IOException {
    Path version = TestModels.halfPlusTwo(dir, "1").resolve("1");
    Path binary = version.resolve("saved_model.pb");
    Path text = version.resolve("saved_model.pbtxt");
    Files.writeString(text, SavedModel.parseFrom(Files.readAllBytes(binary)).toString());
    Files.delete(binary);

    load(version).close();

    Files.writeString(text, "meta_graphs {", StandardOpenOption.APPEND);
    refused(version, Status.Code.OUT_OF_RANGE, "Read less bytes than requested");
    Files.writeString(text, "} }", StandardOpenOption.APPEND);
    refused(version, Status.Code.DATA_LOSS, "Can't parse " + text + " as text proto");
  }

  @Test
  void failuresHaveTheRuntimesOwnCodes() throws IOException {
    Path variables = dir.resolve("variables");
    Path data = variables.resolve("variables.data-00000-of-00001");
    Path index = variables.resolve("variables.index");
    SmallModels.withVariable(dir, 0.5f);
    byte[] values = Files.readAllBytes(data);
    values[0] ^= 1;
    Files.write(data, values);
    refused(dir, Status.Code.DATA_LOSS, "Checksum does not match");

    Files.delete(data);
    refused(dir, Status.Code.NOT_FOUND, "; No such file or directory");

    Files.writeString(index, "xx");
    refused(dir, Status.Code.DATA_LOSS, "file is too short to be an sstable");

    Files.delete(dir.resolve("saved_model.pb"));
    refused(
        dir,
        Status.Code.NOT_FOUND,
        "Specified file path does not appear to contain a SavedModel bundle (should have a file"
            + " called `saved_model.pb`)\nSpecified file path: "
            + dir);
  }

  @Test
  void aGraphWithoutKernelsOrDevicesDoesNotLoad() throws IOException {
    Path version = TestModels.halfPlusTwo(dir, "1").resolve("1");
    SmallModels.changeLastNode(version, node -> node.setDevice("/device:GPU:0"));
    refused(version, Status.Code.INVALID_ARGUMENT, "Cannot assign a device for operation ");
    SmallModels.changeLastNode(version, node -> node.setDevice("").setOp("NoSuchOp"));
    refused(version, Status.Code.NOT_FOUND, "Op type not registered 'NoSuchOp'");
    refused(version, Status.Code.NOT_FOUND, "point the harness at it with --target");
  }

  private static Servable load(Path version) throws IOException {
    return new SavedModelLoader(ONE_THREAD, Set.of("serve")).load("m", 1, version);
  }

  private static void refused(Path version, Status.Code code, String message) {
    assertThatThrownBy(() -> load(version))
        .isInstanceOfSatisfying(
            ServingException.class, e -> assertThat(e.status().getCode()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void refusesUnknownTags() throws IOException {
    TestModels.halfPlusTwo(dir, "1");

    assertThatThrownBy(
            () -> new SavedModelLoader(ONE_THREAD, Set.of("gpu")).load("m", 1, dir.resolve("1")))
        .isInstanceOf(ServingException.class)
        .hasMessageStartingWith("Could not find meta graph def matching supplied tags: { gpu }.");
  }
}
