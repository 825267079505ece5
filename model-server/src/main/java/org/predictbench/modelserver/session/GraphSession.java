package org.predictbench.modelserver.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.predictbench.modelserver.status.ServingException;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_ImportGraphDefOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;

/**
 * A graph and a session on it that are being made ready to serve. Everything fails with the
 * runtime's own codes. Not thread-safe.
 */
public final class GraphSession implements AutoCloseable {
  private static final String PLACEMENT_CHECK = "predictbench_placement_check";

  private static final String UNKNOWN_OPERATION = "Op type not registered";

  /** tensorflow_model_server is linked with more, whose libraries TensorFlow Java does not have. */
  private static final String ONLY_TENSORFLOWS =
      " The embedded server has TensorFlow's own operations alone; for those of TF Text, TensorFlow"
          + " Decision Forests and other libraries run tensorflow_model_server, and point the"
          + " harness at it with --target.";

  private final Graph graph;
  private final Session session;
  private boolean placed;
  private boolean handedOver;

  private GraphSession(Graph graph, Session session) {
    this.graph = graph;
    this.session = session;
  }

  /**
   * Imports a graph and opens a session on it.
   *
   * @throws ServingException if the runtime refuses it, as it does unknown operations
   */
  public static GraphSession open(GraphDef definition, ConfigProto config) {
    Graph graph = new Graph();
    try {
      importGraph(graph, definition);
      return new GraphSession(graph, new Session(graph, false, config));
    } catch (ServingException e) {
      graph.close();
      throw e.getMessage().startsWith(UNKNOWN_OPERATION)
          ? ServingException.notFound(e.getMessage() + ONLY_TENSORFLOWS)
          : e;
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  @SuppressWarnings("try") // the scope frees what is made while it is open
  private static void importGraph(Graph graph, GraphDef definition) {
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      tensorflow.TF_GraphImportGraphDef(
          RuntimeHandles.of(graph),
          TF_Buffer.newBufferFromString(definition),
          TF_ImportGraphDefOptions.newImportGraphDefOptions(),
          status);
      RuntimeStatus.check(status);
    }
  }

  /**
   * Runs an operation for what it does to the session.
   *
   * @param feeds graph tensor name to value; they stay the caller's
   * @throws ServingException if it fails, or the graph has no such operation
   */
  public void run(Map<String, Tensor> feeds, String operation) {
    List<Tensor> none =
        NativeRun.run(graph, session, feeds, List.of(), List.of(operation), Optional.empty());
    placed = none.isEmpty();
  }

  /**
   * Returns the runner that calls use, which then owns graph and session.
   *
   * @throws ServingException if an operation of the graph has no kernel or no device here; the
   *     runtime looks for them in its first run, which would otherwise be that of a call
   */
  public TensorRunner runner() {
    if (!placed) {
      Ops.create(graph).withName(PLACEMENT_CHECK).noOp();
      run(Map.of(), PLACEMENT_CHECK);
    }
    handedOver = true;
    return new SessionRunner(graph, session);
  }

  /** Closes graph and session unless a runner owns them. */
  @Override
  public void close() {
    if (!handedOver) {
      session.close();
      graph.close();
    }
  }
}
