package org.predictbench.modelserver.warmup;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.servable.ServableSignature;
import org.predictbench.modelserver.session.SessionRunner;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Builds a cheap model for JIT warm-up: it has a model's signatures, does none of its work and
 * answers zeros for a batch of one. Callers warm up client and server on it without waiting for the
 * model.
 */
public final class StubModel {
  private static final System.Logger LOG = System.getLogger(StubModel.class.getName());

  private static final String SUFFIX = ".stub";
  private static final String FIRST_OUTPUT = ":0";

  private final GraphDef.Builder graph = GraphDef.newBuilder();
  private final Set<String> nodes = new HashSet<>();
  private boolean possible = true;

  private StubModel(Servable servable) {
    for (ServableSignature signature : servable.signatures().values()) {
      signature.inputs().values().forEach(input -> add(input, "Placeholder", "input"));
      signature.outputs().values().forEach(output -> add(output, "Const", "output"));
    }
  }

  /**
   * Returns a stub of a model. Returns empty if a tensor's name does not end in ":0", if its type
   * has no zeros, or if an output is an input. Must run after the model is loaded, since the first
   * session sizes the thread pools.
   */
  public static Optional<Servable> of(Servable servable, ConfigProto config) {
    StubModel stubModel = new StubModel(servable);
    if (!stubModel.possible) {
      return Optional.empty();
    }
    Graph graph = new Graph();
    try {
      graph.importGraphDef(stubModel.graph.build());
      return Optional.of(
          new Servable(
              servable.name() + SUFFIX,
              servable.version(),
              servable.signatures(),
              new SessionRunner(graph, new Session(graph, false, config))));
    } catch (RuntimeException e) {
      // A type that has no zeros. The model itself is served all the same.
      LOG.log(Level.WARNING, "No stub model: " + e.getMessage());
      graph.close();
      return Optional.empty();
    }
  }

  // Signatures share tensors; none is both fed and fetched.
  private void add(TensorInfo tensor, String operation, String role) {
    String name = tensor.getName();
    if (!name.endsWith(FIRST_OUTPUT)) {
      possible = false;
      return;
    }
    String node = name.substring(0, name.length() - FIRST_OUTPUT.length());
    String otherRole = role.equals("input") ? "output " : "input ";
    possible &= !nodes.contains(otherRole + node);
    if (!nodes.add(role + " " + node)) {
      return;
    }
    AttrValue type = AttrValue.newBuilder().setTypeValue(tensor.getDtypeValue()).build();
    NodeDef.Builder definition =
        NodeDef.newBuilder().setName(node).setOp(operation).putAttr("dtype", type);
    if (operation.equals("Const")) {
      definition.putAttr("value", AttrValue.newBuilder().setTensor(zeros(tensor)).build());
    }
    graph.addNode(definition);
  }

  /** Returns zeros of the signature's shape, with 1 for each open dimension. */
  private static TensorProto zeros(TensorInfo tensor) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (TensorShapeProto.Dim dim : tensor.getTensorShape().getDimList()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(Math.max(1, dim.getSize())));
    }
    return TensorProto.newBuilder()
        .setDtypeValue(tensor.getDtypeValue())
        .setTensorShape(shape)
        .build();
  }
}
