package org.predictbench.modelserver;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** SavedModels small enough to be written for each test. */
public final class TestModels {
  private static final TensorShapeProto ANY_SHAPE =
      TensorShapeProto.newBuilder().setUnknownRank(true).build();

  private TestModels() {}

  /** TensorFlow Serving's own test model, y = x / 2 + 2, as version {@code version}. */
  public static Path halfPlusTwo(Path basePath, String version) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x = tf.withName("x").placeholder(TFloat32.class);
      tf.withName("y").math.add(tf.math.mul(x, tf.constant(0.5f)), tf.constant(2f));
      // Declares [-1, 1]; TensorFlow Serving does not hold a request to it.
      TensorShapeProto shape = TensorShapeProto.newBuilder().addDim(dim(-1)).addDim(dim(1)).build();
      write(basePath.resolve(version), graph, DataType.DT_FLOAT, shape);
    }
    return basePath;
  }

  /** y = x, for elements of one type; returns the version, as do all below. */
  public static <T extends TType> Path identity(Path basePath, Class<T> type, DataType dataType)
      throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      tf.withName("y").identity(tf.withName("x").placeholder(type));
      return write(basePath.resolve("1"), graph, dataType, ANY_SHAPE);
    }
  }

  /** y = x times the 2 by 2 matrix of ones: takes two columns and no other number. */
  public static Path twoColumns(Path basePath) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x = tf.withName("x").placeholder(TFloat32.class);
      tf.withName("y").linalg.matMul(x, tf.constant(new float[][] {{1, 1}, {1, 1}}));
      return write(basePath.resolve("1"), graph, DataType.DT_FLOAT, ANY_SHAPE);
    }
  }

  private static Path write(Path version, Graph graph, DataType dataType, TensorShapeProto shape)
      throws IOException {
    SignatureDef signature =
        SignatureDef.newBuilder()
            .putInputs("x", info("x:0", dataType, shape))
            .putOutputs("y", info("y:0", dataType, shape))
            .setMethodName("tensorflow/serving/predict")
            .build();
    MetaGraphDef metaGraph =
        MetaGraphDef.newBuilder()
            .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
            .setGraphDef(graph.toGraphDef())
            .putSignatureDef("serving_default", signature)
            .build();
    Files.createDirectories(version);
    try (OutputStream out = Files.newOutputStream(version.resolve("saved_model.pb"))) {
      SavedModel.newBuilder().addMetaGraphs(metaGraph).build().writeTo(out);
    }
    return version;
  }

  private static TensorInfo info(String name, DataType dataType, TensorShapeProto shape) {
    return TensorInfo.newBuilder().setName(name).setDtype(dataType).setTensorShape(shape).build();
  }

  private static TensorShapeProto.Dim dim(long size) {
    return TensorShapeProto.Dim.newBuilder().setSize(size).build();
  }
}
