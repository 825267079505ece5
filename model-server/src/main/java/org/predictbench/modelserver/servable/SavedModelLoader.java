package org.predictbench.modelserver.servable;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.predictbench.modelserver.session.GraphSession;
import org.predictbench.modelserver.status.ServingException;
import org.tensorflow.Tensor;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TString;

/**
 * Loads a SavedModel the way the C++ loader does: import, restore, initialise.
 *
 * <p>TensorFlow Java's own {@code SavedModelBundle} refuses signatures whose declared type is not
 * the graph's, which TensorFlow Serving loads; hence this one.
 */
public final class SavedModelLoader {
  private static final String INIT_SIGNATURE = "__saved_model_init_op";
  private static final String ASSETS = "saved_model_assets";

  private final ConfigProto config;
  private final Set<String> tags;
  private final boolean checksMethod;

  /** Creates a loader of signatures that any call may use. */
  public SavedModelLoader(ConfigProto config, Set<String> tags) {
    this(config, tags, false);
  }

  /**
   * @param checksMethod whether only the calls that a signature's {@code method_name} is for may
   *     use it
   */
  public SavedModelLoader(ConfigProto config, Set<String> tags, boolean checksMethod) {
    this.config = config;
    this.tags = new TreeSet<>(tags);
    this.checksMethod = checksMethod;
  }

  /** Loads the version; on failure nothing stays allocated. */
  public Servable load(String name, long version, Path directory) throws IOException {
    MetaGraphDef metaGraph = SavedModelFile.in(directory).metaGraph(tags);
    Map<String, ServableSignature> signatures =
        ServableSignature.all(metaGraph.getSignatureDefMap(), checksMethod);
    try (GraphSession session = GraphSession.open(metaGraph.getGraphDef(), config)) {
      restore(session, metaGraph, directory);
      initialise(session, metaGraph, directory);
      return new Servable(name, version, signatures, session.runner());
    }
  }

  private static void restore(GraphSession session, MetaGraphDef metaGraph, Path directory) {
    Path prefix = directory.resolve("variables").resolve("variables");
    if (!metaGraph.hasSaverDef() || !Files.exists(Path.of(prefix + ".index"))) {
      return;
    }
    try (TString file = TString.scalarOf(prefix.toString())) {
      session.run(
          Map.of(metaGraph.getSaverDef().getFilenameTensorName(), file),
          metaGraph.getSaverDef().getRestoreOpName());
    }
  }

  private static void initialise(GraphSession session, MetaGraphDef metaGraph, Path directory) {
    String operation = initOperation(metaGraph);
    if (operation.isEmpty()) {
      return;
    }
    Map<String, Tensor> files = new LinkedHashMap<>();
    try {
      for (AssetFileDef asset : assets(metaGraph)) {
        Path file = directory.resolve("assets").resolve(asset.getFilename());
        Tensor twice =
            files.put(asset.getTensorInfo().getName(), TString.scalarOf(file.toString()));
        if (twice != null) {
          twice.close();
        }
      }
      session.run(files, operation);
    } finally {
      files.values().forEach(Tensor::close);
    }
  }

  /** Returns the files that the graph reads; TensorFlow 1 named them in a collection alone. */
  private static List<AssetFileDef> assets(MetaGraphDef metaGraph) {
    if (metaGraph.getAssetFileDefCount() > 0) {
      return metaGraph.getAssetFileDefList();
    }
    CollectionDef collection =
        metaGraph.getCollectionDefOrDefault(ASSETS, CollectionDef.getDefaultInstance());
    List<AssetFileDef> assets = new ArrayList<>();
    try {
      for (Any asset : collection.getAnyList().getValueList()) {
        assets.add(asset.unpack(AssetFileDef.class));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new ServingException(
          Status.Code.DATA_LOSS,
          "The collection " + ASSETS + " holds something else than AssetFileDefs");
    }
    return assets;
  }

  private static String initOperation(MetaGraphDef metaGraph) {
    SignatureDef signature = metaGraph.getSignatureDefMap().get(INIT_SIGNATURE);
    if (signature != null) {
      String tensor = signature.getOutputsOrThrow(INIT_SIGNATURE).getName();
      return tensor.replaceFirst(":\\d+$", "");
    }
    for (String collection : new String[] {"saved_model_main_op", "legacy_init_op"}) {
      var names = metaGraph.getCollectionDefOrDefault(collection, null);
      if (names != null && names.getNodeList().getValueCount() == 1) {
        return names.getNodeList().getValue(0);
      }
    }
    return "";
  }
}
