package org.predictbench.modelserver.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Graph;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Answers what it is sent: y = x of any shape, by one signature for each element type that has
 * values, named as TensorFlow names the type in messages. The default signature is that of floats.
 *
 * <p>The graph is written by hand, since TensorFlow Java has no classes for half of the types.
 */
final class Echo {
  private static final List<DataType> TYPES =
      List.of(
          DataType.DT_FLOAT,
          DataType.DT_DOUBLE,
          DataType.DT_HALF,
          DataType.DT_BFLOAT16,
          DataType.DT_INT8,
          DataType.DT_INT16,
          DataType.DT_INT32,
          DataType.DT_INT64,
          DataType.DT_UINT8,
          DataType.DT_UINT16,
          DataType.DT_UINT32,
          DataType.DT_UINT64,
          DataType.DT_COMPLEX64,
          DataType.DT_COMPLEX128,
          DataType.DT_BOOL,
          DataType.DT_STRING,
          DataType.DT_QINT8,
          DataType.DT_QUINT8,
          DataType.DT_QINT16,
          DataType.DT_QUINT16,
          DataType.DT_QINT32);

  private Echo() {}

  static void writeTo(Path version) throws IOException {
    GraphDef.Builder nodes = GraphDef.newBuilder();
    Map<String, SignatureDef> signatures = new TreeMap<>();
    for (DataType type : TYPES) {
      String name = name(type);
      nodes.addNode(
          NodeDef.newBuilder()
              .setName(name)
              .setOp("Placeholder")
              .putAttr("dtype", AttrValue.newBuilder().setType(type).build()));
      nodes.addNode(
          NodeDef.newBuilder()
              .setName(name + "_same")
              .setOp("Identity")
              .addInput(name)
              .putAttr("T", AttrValue.newBuilder().setType(type).build()));
      signatures.put(
          name,
          Signatures.predict()
              .putInputs("x", anyShape(name + ":0", type))
              .putOutputs("y", anyShape(name + "_same:0", type))
              .build());
    }
    signatures.put(Signatures.DEFAULT, signatures.get(name(DataType.DT_FLOAT)));
    try (Graph graph = new Graph()) {
      graph.importGraphDef(nodes.build());
      SavedModelWriter.write(version, graph, signatures);
    }
  }

  /** Returns {@code int8} for DT_INT8. */
  private static String name(DataType type) {
    return type.name().substring("DT_".length()).toLowerCase(Locale.ROOT);
  }

  private static TensorInfo anyShape(String name, DataType type) {
    return TensorInfo.newBuilder()
        .setName(name)
        .setDtype(type)
        .setTensorShape(TensorShapeProto.newBuilder().setUnknownRank(true))
        .build();
  }
}
