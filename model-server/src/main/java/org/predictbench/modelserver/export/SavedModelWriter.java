package org.predictbench.modelserver.export;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** Writes a graph without variables as a SavedModel: one file, and the asset if there is one. */
final class SavedModelWriter {
  private static final int SCHEMA_VERSION = 1;

  private SavedModelWriter() {}

  /**
   * A file that the graph reads when it is loaded.
   *
   * @param tensor the name of the tensor that a server feeds the file's path
   * @param initialiser the operation that then reads the file
   */
  record Asset(String fileName, byte[] content, String tensor, String initialiser) {}

  static void write(Path version, Graph graph, Map<String, SignatureDef> signatures)
      throws IOException {
    write(version, metaGraph(graph, signatures));
  }

  static void write(Path version, Graph graph, Map<String, SignatureDef> signatures, Asset asset)
      throws IOException {
    CollectionDef.Builder initialiser = CollectionDef.newBuilder();
    initialiser.getNodeListBuilder().addValue(asset.initialiser());
    MetaGraphDef.Builder metaGraph =
        metaGraph(graph, signatures)
            .addAssetFileDef(
                AssetFileDef.newBuilder()
                    .setFilename(asset.fileName())
                    .setTensorInfo(TensorInfo.newBuilder().setName(asset.tensor())))
            .putCollectionDef("saved_model_main_op", initialiser.build());
    Path assets = Files.createDirectories(version.resolve("assets"));
    Files.write(assets.resolve(asset.fileName()), asset.content());
    write(version, metaGraph);
  }

  private static MetaGraphDef.Builder metaGraph(Graph graph, Map<String, SignatureDef> signatures) {
    MetaGraphDef.Builder metaGraph =
        MetaGraphDef.newBuilder().setGraphDef(graph.toGraphDef()).putAllSignatureDef(signatures);
    metaGraph.getMetaInfoDefBuilder().addTags("serve").setTensorflowVersion(TensorFlow.version());
    return metaGraph;
  }

  private static void write(Path version, MetaGraphDef.Builder metaGraph) throws IOException {
    Files.createDirectories(version);
    SavedModel model =
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(SCHEMA_VERSION)
            .addMetaGraphs(metaGraph)
            .build();
    try (OutputStream out = Files.newOutputStream(version.resolve("saved_model.pb"))) {
      CodedOutputStream coded = CodedOutputStream.newInstance(out);
      // The same model is the same file: maps come sorted rather than in the order of a hash.
      coded.useDeterministicSerialization();
      model.writeTo(coded);
      coded.flush();
    }
  }
}
