package org.predictbench.modelserver.servable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.predictbench.modelserver.session.SessionRunner;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.AssetFileDef;
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
    Graph graph = new Graph();
    Session session = null;
    try {
      graph.importGraphDef(metaGraph.getGraphDef());
      session = new Session(graph, false, config);
      restore(session, metaGraph, directory);
      initialise(session, metaGraph, directory);
      return new Servable(name, version, signatures, new SessionRunner(graph, session));
    } catch (RuntimeException e) {
      if (session != null) {
        session.close();
      }
      graph.close();
      throw e;
    }
  }

  private static void restore(Session session, MetaGraphDef metaGraph, Path directory) {
    Path prefix = directory.resolve("variables").resolve("variables");
    if (!metaGraph.hasSaverDef() || !Files.exists(Path.of(prefix + ".index"))) {
      return;
    }
    try (TString file = TString.scalarOf(prefix.toString())) {
      session
          .runner()
          .feed(metaGraph.getSaverDef().getFilenameTensorName(), file)
          .addTarget(metaGraph.getSaverDef().getRestoreOpName())
          .run()
          .close();
    }
  }

  private static void initialise(Session session, MetaGraphDef metaGraph, Path directory) {
    String operation = initOperation(metaGraph);
    if (operation.isEmpty()) {
      return;
    }
    Session.Runner runner = session.runner().addTarget(operation);
    List<TString> files = new ArrayList<>();
    try {
      for (AssetFileDef asset : metaGraph.getAssetFileDefList()) {
        Path file = directory.resolve("assets").resolve(asset.getFilename());
        files.add(TString.scalarOf(file.toString()));
        runner.feed(asset.getTensorInfo().getName(), files.get(files.size() - 1));
      }
      runner.run().close();
    } finally {
      files.forEach(TString::close);
    }
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
