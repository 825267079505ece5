package org.predictbench.modelserver.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/** Writes a graph without variables as a SavedModel: one file. */
final class SavedModelWriter {
  private static final int SCHEMA_VERSION = 1;

  private SavedModelWriter() {}

  static void write(Path version, Graph graph, Map<String, SignatureDef> signatures)
      throws IOException {
    MetaGraphDef.Builder metaGraph =
        MetaGraphDef.newBuilder().setGraphDef(graph.toGraphDef()).putAllSignatureDef(signatures);
    metaGraph.getMetaInfoDefBuilder().addTags("serve").setTensorflowVersion(TensorFlow.version());
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
