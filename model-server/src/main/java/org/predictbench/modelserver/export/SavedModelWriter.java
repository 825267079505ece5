package org.predictbench.modelserver.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.Restore;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** Writes a graph with restorable variables in the TF1 SavedModel form, as Estimator did. */
final class SavedModelWriter {
  private static final String SAVE = "save";
  private static final String FILENAME = SAVE + "/Const";
  private static final String RESTORE = SAVE + "/restore_all";
  private static final int SCHEMA_VERSION = 1;

  private SavedModelWriter() {}

  /** Adds the ops by which a loader restores the variables; names are those TF1's Saver gives. */
  static void addRestore(Scopes scopes, Map<String, Operand<TFloat32>> variables) {
    Operand<TString> filename = scopes.named(FILENAME).constant("model");
    List<Op> assignments = new ArrayList<>();
    Ops save = scopes.scope(SAVE);
    for (Map.Entry<String, Operand<TFloat32>> variable : variables.entrySet()) {
      Restore restored =
          save.train.restore(
              filename, save.array(variable.getKey()), save.array(""), List.of(TFloat32.class));
      assignments.add(
          save.assign(
              variable.getValue(), restored.tensors().get(0).asOutput().expect(TFloat32.class)));
    }
    save.withControlDependencies(assignments).withName("restore_all").noOp();
  }

  /** Writes the values that {@link #addRestore} will read. */
  static void writeVariables(Path version, Map<String, TFloat32> values) throws IOException {
    Path prefix = version.resolve("variables").resolve("variables");
    Files.createDirectories(prefix.getParent());
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      List<Operand<?>> tensors = new ArrayList<>();
      List<Placeholder<TFloat32>> fed = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        Placeholder<TFloat32> placeholder = tf.placeholder(TFloat32.class);
        fed.add(placeholder);
        tensors.add(placeholder);
      }
      String[] names = values.keySet().toArray(String[]::new);
      Op save =
          tf.train.save(
              tf.constant(prefix.toString()),
              tf.array(names),
              tf.array(values.keySet().stream().map(name -> "").toArray(String[]::new)),
              tensors);
      try (Session session = new Session(graph)) {
        Session.Runner runner = session.runner().addTarget(save.op());
        int i = 0;
        for (TFloat32 value : values.values()) {
          runner.feed(fed.get(i++), value);
        }
        runner.run().close();
      }
    }
  }

  /** Writes {@code saved_model.pb}. */
  static void writeGraph(
      Path version, Graph graph, Map<String, SignatureDef> signatures, boolean withVariables)
      throws IOException {
    MetaGraphDef.Builder metaGraph =
        MetaGraphDef.newBuilder().setGraphDef(graph.toGraphDef()).putAllSignatureDef(signatures);
    metaGraph
        .getMetaInfoDefBuilder()
        .addTags("serve")
        .setTensorflowVersion(org.tensorflow.TensorFlow.version());
    if (withVariables) {
      metaGraph.setSaverDef(
          SaverDef.newBuilder()
              .setFilenameTensorName(FILENAME + ":0")
              .setSaveTensorName(FILENAME + ":0")
              .setRestoreOpName(RESTORE)
              .setVersion(SaverDef.CheckpointFormatVersion.V2));
    }
    Files.createDirectories(version);
    Files.write(
        version.resolve("saved_model.pb"),
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(SCHEMA_VERSION)
            .addMetaGraphs(metaGraph)
            .build()
            .toByteArray());
  }
}
