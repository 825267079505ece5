package org.predictbench.modelserver.servable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
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
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

class SavedModelLoaderTest {
  private static final ConfigProto ONE_THREAD = new Parallelism(1, 1).toConfig();

  @TempDir Path dir;

  @Test
  void restoresVariables() throws IOException {
    exportWithVariable(dir, 0.5f);

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
    exportWithAsset(dir, "a word");

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
    refused(version, Status.Code.DATA_LOSS, "Can't parse " + text + " as text proto");
  }

  @Test
  void failuresHaveTheRuntimesOwnCodes() throws IOException {
    Path variables = dir.resolve("variables");
    Path data = variables.resolve("variables.data-00000-of-00001");
    Path index = variables.resolve("variables.index");
    exportWithVariable(dir, 0.5f);
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
    change(version, node -> node.setDevice("/device:GPU:0"));
    refused(version, Status.Code.INVALID_ARGUMENT, "Cannot assign a device for operation ");
    change(version, node -> node.setDevice("").setOp("NoSuchOp"));
    refused(version, Status.Code.NOT_FOUND, "Op type not registered 'NoSuchOp'");
  }

  /** Changes the last node of a version's graph. */
  private static void change(Path version, UnaryOperator<NodeDef.Builder> change)
      throws IOException {
    Path file = version.resolve("saved_model.pb");
    SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    GraphDef.Builder graph = model.getMetaGraphsBuilder(0).getGraphDefBuilder();
    var unused = change.apply(graph.getNodeBuilder(graph.getNodeCount() - 1));
    Files.write(file, model.build().toByteArray());
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

  /** y = what a file among the assets holds, which the graph names as TensorFlow 1 did. */
  private static void exportWithAsset(Path dir, String content) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var file = tf.withName("file").constant("elsewhere/words.txt");
      var words = tf.withName("words").variable(Shape.scalar(), TString.class);
      tf.withName("init").assign(words, tf.io.readFile(file));
      tf.withName("y").identity(words);
      AssetFileDef asset =
          AssetFileDef.newBuilder()
              .setFilename("words.txt")
              .setTensorInfo(TensorInfo.newBuilder().setName("file:0"))
              .build();
      MetaGraphDef.Builder metaGraph =
          MetaGraphDef.newBuilder()
              .setGraphDef(graph.toGraphDef())
              .putCollectionDef(
                  "saved_model_assets",
                  CollectionDef.newBuilder()
                      .setAnyList(CollectionDef.AnyList.newBuilder().addValue(Any.pack(asset)))
                      .build())
              .putCollectionDef(
                  "legacy_init_op",
                  CollectionDef.newBuilder()
                      .setNodeList(CollectionDef.NodeList.newBuilder().addValue("init"))
                      .build());
      metaGraph.getMetaInfoDefBuilder().addTags("serve");
      Files.write(
          dir.resolve("saved_model.pb"),
          SavedModel.newBuilder().addMetaGraphs(metaGraph).build().toByteArray());
      Files.createDirectory(dir.resolve("assets"));
      Files.writeString(dir.resolve("assets").resolve("words.txt"), content);
    }
  }

  /** y = weight * x, the weight in a variable. */
  private static void exportWithVariable(Path dir, float value) throws IOException {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      var x = tf.withName("x").placeholder(TFloat32.class);
      var weight = tf.withName("weight").variable(Shape.scalar(), TFloat32.class);
      var y = tf.withName("y").math.mul(weight, x);
      session.run(tf.assign(weight, tf.constant(value)));
      SavedModelBundle.exporter(dir.toString())
          .withSession(session)
          .withSignature(Signature.builder("serving_default").input("x", x).output("y", y).build())
          .export();
    }
  }
}
