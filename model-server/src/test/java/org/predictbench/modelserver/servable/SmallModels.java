package org.predictbench.modelserver.servable;

import com.google.protobuf.Any;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** Versions with what can be broken about them. */
final class SmallModels {
  private SmallModels() {}

  /** y = what a file among the assets holds, which the graph names as TensorFlow 1 did. */
  static void withAsset(Path dir, String content) throws IOException {
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
  static void withVariable(Path dir, float value) throws IOException {
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

  static void change(Path version, Consumer<MetaGraphDef.Builder> change) throws IOException {
    Path file = version.resolve("saved_model.pb");
    SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    change.accept(model.getMetaGraphsBuilder(0));
    Files.write(file, model.build().toByteArray());
  }

  static void changeLastNode(Path version, UnaryOperator<NodeDef.Builder> change)
      throws IOException {
    change(
        version,
        metaGraph -> {
          GraphDef.Builder graph = metaGraph.getGraphDefBuilder();
          var unused = change.apply(graph.getNodeBuilder(graph.getNodeCount() - 1));
        });
  }
}
