package org.predictbench.modelserver.export;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * BERT's encoder (Devlin et al. 2018), post-norm: embeddings of words, segments and positions, then
 * layers of masked multi-head attention and a feed-forward net with GELU. Rows of all sequences
 * form one matrix between the attentions, so that each product is one MatMul.
 */
final class TextEncoderGraph {
  static final int WIDTH = 256;
  static final int VOCABULARY = 8192;

  /** The longest sequence; a longer one is refused by the runtime. */
  static final int POSITIONS = 512;

  private static final int SEGMENTS = 2;
  private static final int LAYERS = 4;
  private static final int HEADS = 4;
  private static final int HEAD_WIDTH = WIDTH / HEADS;
  private static final int FEED_FORWARD = 4 * WIDTH;
  private static final float EPSILON = 1e-12f;

  /** Added to the score of a masked token: its share becomes 0 in single precision. */
  private static final float MASKED = -10_000f;

  private final Ops tf;
  private final FrozenWeights weights;

  TextEncoderGraph(Ops tf, FrozenWeights weights) {
    this.tf = tf;
    this.weights = weights;
  }

  /**
   * Encodes every token.
   *
   * @param ids words below {@link #VOCABULARY}, [batch, length]
   * @param mask 1 for a token, 0 for padding, same shape
   * @param segments 0 or 1, same shape
   * @return [batch, length, {@link #WIDTH}]
   */
  Operand<TFloat32> sequence(Operand<TInt64> ids, Operand<TInt64> mask, Operand<TInt64> segments) {
    Operand<TInt32> shape = tf.shape(ids);
    Operand<TFloat32> padding =
        tf.math.mul(
            tf.math.sub(tf.constant(1f), tf.dtypes.cast(mask, TFloat32.class)),
            tf.constant(MASKED));
    Operand<TFloat32> bias = tf.expandDims(tf.expandDims(padding, tf.constant(1)), tf.constant(1));
    Operand<TFloat32> rows = tf.reshape(embedded(ids, segments, shape), tf.array(-1, WIDTH));
    for (int layer = 0; layer < LAYERS; layer++) {
      String name = "encoder/layer_" + layer;
      rows =
          normalised(
              tf.math.add(rows, attention(rows, shape, bias, name + "/attention")),
              name + "/attention_norm");
      rows =
          normalised(
              tf.math.add(rows, feedForward(rows, name + "/feed_forward")),
              name + "/feed_forward_norm");
    }
    return tf.reshape(rows, joined(shape, WIDTH));
  }

  /** Returns what stands for each whole sequence: its first token, [batch, {@link #WIDTH}]. */
  Operand<TFloat32> pooled(Operand<TFloat32> sequence) {
    Operand<TFloat32> first =
        tf.squeeze(
            tf.slice(sequence, tf.array(0, 0, 0), tf.array(-1, 1, WIDTH)),
            Squeeze.axis(List.of(1L)));
    return tf.math.tanh(weights.dense(first, "pooler/dense", WIDTH, WIDTH));
  }

  private Operand<TFloat32> embedded(
      Operand<TInt64> ids, Operand<TInt64> segments, Operand<TInt32> shape) {
    Operand<TInt32> length = tf.slice(shape, tf.array(1), tf.array(1));
    Operand<TFloat32> positions =
        tf.slice(table("position", POSITIONS), tf.array(0, 0), joined(length, WIDTH));
    Operand<TFloat32> words = tf.gather(table("word", VOCABULARY), ids, tf.constant(0));
    Operand<TFloat32> kinds = tf.gather(table("segment", SEGMENTS), segments, tf.constant(0));
    return normalised(
        tf.math.add(tf.math.add(words, kinds), positions), "embeddings/embeddings_norm");
  }

  private Operand<TFloat32> table(String name, long entries) {
    return weights.variable("embeddings/" + name + "/embeddings", entries, WIDTH);
  }

  private Operand<TFloat32> attention(
      Operand<TFloat32> rows, Operand<TInt32> shape, Operand<TFloat32> bias, String name) {
    Operand<TInt32> split = joined(shape, HEADS, HEAD_WIDTH);
    Operand<TFloat32> query = heads(rows, split, name + "/query");
    Operand<TFloat32> key = heads(rows, split, name + "/key");
    Operand<TFloat32> value = heads(rows, split, name + "/value");
    Operand<TFloat32> scores =
        tf.math.mul(
            tf.train.batchMatMul(query, key, TFloat32.class, BatchMatMul.adjY(true)),
            tf.constant((float) (1 / Math.sqrt(HEAD_WIDTH))));
    Operand<TFloat32> shares = tf.nn.softmax(tf.math.add(scores, bias));
    Operand<TFloat32> mixed = tf.train.batchMatMul(shares, value, TFloat32.class);
    Operand<TFloat32> merged =
        tf.reshape(tf.linalg.transpose(mixed, tf.array(0, 2, 1, 3)), tf.array(-1, WIDTH));
    return weights.dense(merged, name + "/output", WIDTH, WIDTH);
  }

  /** Returns a projection of the rows as [batch, head, length, head width]. */
  private Operand<TFloat32> heads(Operand<TFloat32> rows, Operand<TInt32> split, String name) {
    return tf.linalg.transpose(
        tf.reshape(weights.dense(rows, name, WIDTH, WIDTH), split), tf.array(0, 2, 1, 3));
  }

  private Operand<TFloat32> feedForward(Operand<TFloat32> rows, String name) {
    Operand<TFloat32> inner = weights.dense(rows, name + "/inner", WIDTH, FEED_FORWARD);
    Operand<TFloat32> cumulative =
        tf.math.mul(
            tf.math.add(
                tf.math.erf(tf.math.mul(inner, tf.constant((float) Math.sqrt(0.5)))),
                tf.constant(1f)),
            tf.constant(0.5f));
    return weights.dense(tf.math.mul(inner, cumulative), name + "/outer", FEED_FORWARD, WIDTH);
  }

  private Operand<TFloat32> normalised(Operand<TFloat32> x, String name) {
    Operand<TFloat32> mean = tf.math.mean(x, tf.array(-1), Mean.keepDims(true));
    Operand<TFloat32> variance =
        tf.math.mean(tf.math.squaredDifference(x, mean), tf.array(-1), Mean.keepDims(true));
    Operand<TFloat32> scale =
        tf.math.mul(
            tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON))),
            weights.variable(name + "/gamma", WIDTH));
    return tf.math.add(
        tf.math.mul(tf.math.sub(x, mean), scale), weights.variable(name + "/beta", WIDTH));
  }

  private Operand<TInt32> joined(Operand<TInt32> shape, int... more) {
    return tf.concat(List.of(shape, tf.constant(more)), tf.constant(0));
  }
}
