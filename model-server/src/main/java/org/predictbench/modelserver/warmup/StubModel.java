package org.predictbench.modelserver.warmup;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.servable.ServableSignature;
import org.predictbench.modelserver.session.GraphSession;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Builds a cheap model for JIT warm-up: it has a model's signatures, does none of its work and
 * answers zeros for a batch of one. Callers warm up client and server on it without waiting for the
 * model.
 *
 * <p>Its graph has tensors of its own, one for each input and output of each signature, so that any
 * signature has a stub: one that fetches what it is fed, or a second output of an operation, too.
 */
public final class StubModel {
  private static final System.Logger LOG = System.getLogger(StubModel.class.getName());

  private static final String SUFFIX = ".stub";

  private final GraphDef.Builder graph = GraphDef.newBuilder();
  private final Map<String, ServableSignature> signatures = new TreeMap<>();

  private StubModel(Servable servable) {
    servable.signatures().values().stream().filter(StubModel::isDense).forEach(this::add);
  }

  /**
   * Returns a stub of a model, without the signatures whose tensors have no zeros: those of no
   * type, of resources and variants, and sparse ones. Returns empty if no signature is left. Must
   * run after the model is loaded, since the first session sizes the thread pools.
   */
  public static Optional<Servable> of(Servable servable, ConfigProto config) {
    StubModel stubModel = new StubModel(servable);
    if (stubModel.signatures.isEmpty()) {
      return Optional.empty();
    }
    try (GraphSession session = GraphSession.open(stubModel.graph.build(), config)) {
      return Optional.of(
          new Servable(
              servable.name() + SUFFIX,
              servable.version(),
              stubModel.signatures,
              session.runner()));
    } catch (RuntimeException e) {
      // A type that the runtime does not know. The model itself is served all the same.
      LOG.log(Level.WARNING, "No stub model: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean isDense(ServableSignature signature) {
    return signature.inputs().values().stream().allMatch(StubModel::isDense)
        && signature.outputs().values().stream().allMatch(StubModel::isDense);
  }

  private static boolean isDense(TensorInfo tensor) {
    return switch (tensor.getDtype()) {
      case DT_INVALID, DT_RESOURCE, DT_VARIANT, UNRECOGNIZED -> false;
      default -> !tensor.hasCooSparse() && !tensor.hasCompositeTensor();
    };
  }

  private void add(ServableSignature signature) {
    signatures.put(
        signature.key(),
        new ServableSignature(
            signature.key(),
            renamed(signature.inputs(), "Placeholder"),
            renamed(signature.outputs(), "Const"),
            signature.outputAliases(),
            signature.defaults(),
            signature.definition(),
            signature.checksMethod()));
  }

  /** Adds a node for each tensor and returns the tensors under the names of the nodes. */
  private SortedMap<String, TensorInfo> renamed(
      SortedMap<String, TensorInfo> tensors, String operation) {
    SortedMap<String, TensorInfo> renamed = new TreeMap<>();
    tensors.forEach(
        (alias, tensor) -> {
          String node = operation + "_" + graph.getNodeCount();
          graph.addNode(node(node, operation, tensor));
          renamed.put(alias, tensor.toBuilder().setName(node + ":0").build());
        });
    return renamed;
  }

  private static NodeDef node(String name, String operation, TensorInfo tensor) {
    DataType type = value(tensor);
    NodeDef.Builder node =
        NodeDef.newBuilder()
            .setName(name)
            .setOp(operation)
            .putAttr("dtype", AttrValue.newBuilder().setType(type).build());
    if (operation.equals("Const")) {
      node.putAttr("value", AttrValue.newBuilder().setTensor(zeros(tensor, type)).build());
    }
    return node.build();
  }

  /** Returns the type of what is fetched, which for a reference is the type that it refers to. */
  private static DataType value(TensorInfo tensor) {
    int number = tensor.getDtypeValue();
    return DataType.forNumber(
        number > DataType.DT_FLOAT_REF_VALUE - 1
            ? number - DataType.DT_FLOAT_REF_VALUE + DataType.DT_FLOAT_VALUE
            : number);
  }

  /** Returns zeros of the signature's shape, with 1 for each open dimension. */
  private static TensorProto zeros(TensorInfo tensor, DataType type) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (TensorShapeProto.Dim dim : tensor.getTensorShape().getDimList()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(Math.max(1, dim.getSize())));
    }
    return TensorProto.newBuilder().setDtype(type).setTensorShape(shape).build();
  }
}
