package org.predictbench.modelserver.export;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.predictbench.serving.full.PredictRequest;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * A click predictor for candidates: hashed embeddings and a small net over 160 named features. One
 * signature takes each feature as a tensor of its own, the others take the same as tf.Examples.
 */
final class Recommender {
  private static final int BUCKETS = 1000;
  private static final int EMBEDDING = 8;
  private static final int[] HIDDEN = {256, 128, 64};
  private static final int[] WARM_UP_CANDIDATES = {1, 16, 100};

  private Recommender() {}

  static void writeTo(Path version) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      try (FrozenWeights weights = new FrozenWeights(tf)) {
        tf.withName("scores").identity(scores(tf, weights, RecommenderFeatures.fed(tf)));
        Operand<TString> examples =
            tf.withName("examples").placeholder(TString.class, Placeholder.shape(Shape.of(-1)));
        tf.withName("example_scores")
            .identity(scores(tf, weights, RecommenderFeatures.parsed(tf, examples)));
        SavedModelWriter.write(version, graph, signatures());
      }
    }
    WarmUpRequests.write(version, warmUp());
  }

  /** Returns a probability for each candidate, [batch, 1]. */
  private static Operand<TFloat32> scores(
      Ops tf, FrozenWeights weights, RecommenderFeatures features) {
    Operand<TFloat32> counts = columns(tf, features.counts());
    // Counts range over orders of magnitude; their logarithms do not.
    Operand<TFloat32> squashed =
        tf.math.mul(tf.math.sign(counts), tf.math.log1p(tf.math.abs(counts)));
    Operand<TFloat32> x =
        tf.concat(List.of(squashed, embedded(tf, weights, features)), tf.constant(1));
    int inputs =
        RecommenderFeatures.COUNTS.size() + RecommenderFeatures.CATEGORIES.size() * EMBEDDING;
    for (int i = 0; i < HIDDEN.length; i++) {
      x = tf.nn.relu(weights.dense(x, "tower/hidden_" + i, inputs, HIDDEN[i]));
      inputs = HIDDEN[i];
    }
    return tf.math.sigmoid(weights.dense(x, "tower/score", inputs, 1));
  }

  /**
   * Returns the embeddings of all categories of a candidate in one row. One table holds them all.
   */
  private static Operand<TFloat32> embedded(
      Ops tf, FrozenWeights weights, RecommenderFeatures features) {
    int categories = RecommenderFeatures.CATEGORIES.size();
    Operand<TInt64> buckets =
        tf.strings.toHashBucketFast(
            tf.dtypes.asString(columns(tf, features.categories())), (long) BUCKETS);
    long[] offsets = new long[categories];
    for (int i = 0; i < categories; i++) {
      offsets[i] = (long) i * BUCKETS;
    }
    Operand<TFloat32> table =
        weights.variable("categories/embeddings", (long) categories * BUCKETS, EMBEDDING);
    return tf.reshape(
        tf.gather(table, tf.math.add(buckets, tf.constant(offsets)), tf.constant(0)),
        tf.array(-1, categories * EMBEDDING));
  }

  private static <T extends TType> Operand<T> columns(Ops tf, List<Operand<T>> features) {
    Operand<TInt32> column = tf.array(-1, 1);
    List<Operand<T>> columns = new ArrayList<>();
    features.forEach(feature -> columns.add(tf.reshape(feature, column)));
    return tf.concat(columns, tf.constant(1));
  }

  private static Map<String, SignatureDef> signatures() {
    SignatureDef.Builder raw = Signatures.predict();
    RecommenderFeatures.COUNTS.forEach(
        name -> raw.putInputs(name, Signatures.tensor(name + ":0", DataType.DT_FLOAT, -1)));
    RecommenderFeatures.CATEGORIES.forEach(
        name -> raw.putInputs(name, Signatures.tensor(name + ":0", DataType.DT_INT64, -1)));
    raw.putOutputs("scores", Signatures.tensor("scores:0", DataType.DT_FLOAT, -1, 1));
    TensorInfo examples = Signatures.tensor("examples:0", DataType.DT_STRING, -1);
    TensorInfo scores = Signatures.tensor("example_scores:0", DataType.DT_FLOAT, -1, 1);
    return Map.of(
        Signatures.DEFAULT,
        raw.build(),
        "examples",
        Signatures.predict().putInputs("examples", examples).putOutputs("scores", scores).build(),
        "regress",
        SignatureDef.newBuilder()
            .setMethodName(Signatures.REGRESS)
            .putInputs("inputs", examples)
            .putOutputs("outputs", scores)
            .build());
  }

  private static List<PredictRequest> warmUp() {
    List<PredictRequest> requests = new ArrayList<>();
    for (int candidates : WARM_UP_CANDIDATES) {
      PredictRequest.Builder raw = WarmUpRequests.of(Signatures.DEFAULT);
      RecommenderFeatures.COUNTS.forEach(
          name -> raw.putInputs(name, WarmUpRequests.floats(1, candidates)));
      RecommenderFeatures.CATEGORIES.forEach(
          name -> raw.putInputs(name, WarmUpRequests.ints(1, candidates)));
      requests.add(raw.build());
      requests.add(
          WarmUpRequests.of("examples")
              .putInputs(
                  "examples",
                  WarmUpRequests.strings(Collections.nCopies(candidates, ByteString.EMPTY)))
              .build());
    }
    return requests;
  }
}
