package org.predictbench.modelserver.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** The SavedModels the suite asks about; each method writes one version below a base path. */
public final class Models {
  static final String PREDICT = "tensorflow/serving/predict";

  private Models() {}

  /**
   * y = x / 2 + {@code plus}, with signatures for Predict, Classify and Regress.
   *
   * @param exampleType what the signatures say of the serialized examples; a string in truth, and
   *     some models in the wild say otherwise
   */
  public static void halfPlus(Path basePath, long version, float plus, DataType exampleType)
      throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var examples = tf.withName("tf_example").placeholder(TString.class);
      Operand<?> parsed =
          tf.io
              .parseExample(
                  examples,
                  names(tf),
                  names(tf),
                  names(tf, "x"),
                  names(tf),
                  List.of(tf.constant(new float[] {0})),
                  0L,
                  List.of(),
                  List.of(),
                  List.of(),
                  List.of(Shape.of(1)))
              .denseValues()
              .get(0);
      @SuppressWarnings("unchecked") // as the default value says
      Operand<TFloat32> values = (Operand<TFloat32>) parsed;
      var x = tf.withName("x").identity(values);
      var y = tf.withName("y").math.add(tf.math.mul(x, tf.constant(0.5f)), tf.constant(plus));
      tf.withName("labels").fill(tf.shape(y), tf.constant("half"));
      TensorInfo input = info("tf_example:0", exampleType, -1);
      TensorInfo output = info("y:0", DataType.DT_FLOAT, -1, 1);
      write(
          basePath,
          version,
          graph,
          "",
          Map.of(
              "serving_default",
              signature(
                  PREDICT, Map.of("x", info("x:0", DataType.DT_FLOAT, -1, 1)), Map.of("y", output)),
              "regress_x_to_y",
              signature(
                  "tensorflow/serving/regress", Map.of("inputs", input), Map.of("outputs", output)),
              "classify_x_to_y",
              signature(
                  "tensorflow/serving/classify",
                  Map.of("inputs", input),
                  Map.of(
                      "scores", output, "classes", info("labels:0", DataType.DT_STRING, -1, 1)))));
    }
  }

  private static Operand<TString> names(Ops tf, String... names) {
    return tf.constantOf(TString.tensorOf(Shape.of(names.length), DataBuffers.ofObjects(names)));
  }

  /** A variable that calls read, raise and reset. */
  public static void counter(Path basePath, long version) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variable<TFloat32> counter = tf.withName("counter").variable(Shape.scalar(), TFloat32.class);
      tf.withName("init").assign(counter, tf.constant(0f));
      tf.withName("get").identity(counter);
      tf.withName("incr").assignAdd(counter, tf.constant(1f));
      var delta = tf.withName("delta").placeholder(TFloat32.class);
      tf.withName("incr_by").assignAdd(counter, delta);
      tf.withName("reset").assign(counter, tf.constant(0f));
      write(
          basePath,
          version,
          graph,
          "init",
          Map.of(
              "serving_default", counting("get", Map.of()),
              "incr_counter", counting("incr", Map.of()),
              "incr_counter_by",
                  counting("incr_by", Map.of("delta", info("delta:0", DataType.DT_FLOAT))),
              "reset_counter", counting("reset", Map.of())));
    }
  }

  private static SignatureDef counting(String operation, Map<String, TensorInfo> inputs) {
    return signature(PREDICT, inputs, Map.of("output", info(operation + ":0", DataType.DT_FLOAT)));
  }

  /** y = x times the 2 by 2 matrix of ones; {@code sum}, a scalar, beside it. */
  public static void matrix(Path basePath, long version) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var x = tf.withName("x").placeholder(TFloat32.class);
      var y = tf.withName("y").linalg.matMul(x, tf.constant(new float[][] {{1, 1}, {1, 1}}));
      tf.withName("sum").reduceSum(y, tf.constant(new int[] {0, 1}));
      Map<String, TensorInfo> inputs = Map.of("x", info("x:0", DataType.DT_FLOAT, -1, 2));
      TensorInfo output = info("y:0", DataType.DT_FLOAT, -1, 2);
      write(
          basePath,
          version,
          graph,
          "",
          Map.of(
              "serving_default",
              signature(PREDICT, inputs, Map.of("y", output)),
              "with_sum",
              signature(
                  PREDICT, inputs, Map.of("y", output, "sum", info("sum:0", DataType.DT_FLOAT)))));
    }
  }

  /** y = x * a + b, where b is 10 unless the request says otherwise. */
  public static void defaults(Path basePath, long version) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var x = tf.withName("x").placeholder(TFloat32.class);
      var a = tf.withName("a").placeholder(TFloat32.class);
      var b = tf.withName("b").placeholder(TFloat32.class);
      tf.withName("y").math.add(tf.math.mul(x, a), b);
      SignatureDef signature =
          signature(
                  PREDICT,
                  Map.of(
                      "x", info("x:0", DataType.DT_FLOAT, -1),
                      "a", info("a:0", DataType.DT_FLOAT),
                      "b", info("b:0", DataType.DT_FLOAT)),
                  Map.of("y", info("y:0", DataType.DT_FLOAT, -1)))
              .toBuilder()
              .putDefaults(
                  "b",
                  TensorProto.newBuilder()
                      .setDtype(DataType.DT_FLOAT)
                      .setTensorShape(TensorShapeProto.getDefaultInstance())
                      .addFloatVal(10)
                      .build())
              .build();
      write(basePath, version, graph, "", Map.of("serving_default", signature));
    }
  }

  /** The same strings out as in, once as text and once as bytes. */
  public static void strings(Path basePath, long version) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var text = tf.withName("text").placeholder(TString.class);
      tf.withName("same").identity(text);
      TensorInfo output = info("same:0", DataType.DT_STRING, -1);
      write(
          basePath,
          version,
          graph,
          "",
          Map.of(
              "serving_default",
              signature(
                  PREDICT,
                  Map.of("text", info("text:0", DataType.DT_STRING, -1)),
                  Map.of("text", output, "text_bytes", output))));
    }
  }

  static SignatureDef signature(
      String method, Map<String, TensorInfo> inputs, Map<String, TensorInfo> outputs) {
    return SignatureDef.newBuilder()
        .setMethodName(method)
        .putAllInputs(inputs)
        .putAllOutputs(outputs)
        .build();
  }

  static TensorInfo info(String name, DataType type, long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDimBuilder().setSize(size);
    }
    return TensorInfo.newBuilder().setName(name).setDtype(type).setTensorShape(shape).build();
  }

  /** Appears whole, as a server that polls needs it. */
  static void write(
      Path basePath,
      long version,
      Graph graph,
      String mainOperation,
      Map<String, SignatureDef> signatures)
      throws IOException {
    MetaGraphDef.Builder metaGraph =
        MetaGraphDef.newBuilder().setGraphDef(graph.toGraphDef()).putAllSignatureDef(signatures);
    metaGraph.getMetaInfoDefBuilder().addTags("serve");
    if (!mainOperation.isEmpty()) {
      metaGraph.putCollectionDef(
          "saved_model_main_op",
          CollectionDef.newBuilder()
              .setNodeList(CollectionDef.NodeList.newBuilder().addValue(mainOperation))
              .build());
    }
    Path partial = basePath.resolve("partial");
    Files.createDirectories(partial);
    Files.write(
        partial.resolve("saved_model.pb"),
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(1)
            .addMetaGraphs(metaGraph)
            .build()
            .toByteArray());
    Files.move(partial, basePath.resolve(String.valueOf(version)));
  }
}
