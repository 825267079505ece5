package org.predictbench.modelserver.export;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.HashTable;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.strings.StringSplit;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/**
 * Lower case, letters and digits, split at spaces; a table numbers the words, and those it lacks
 * are hashed; the mean of their embeddings goes through one hidden layer.
 */
final class TextClassifierGraph {
  static final List<String> TOPICS = List.of("world", "sports", "business", "technology");

  private static final long HASHED_WORDS = 2048;
  private static final int EMBEDDING = 64;
  private static final int HIDDEN = 64;

  /** Spreads the scores: a mean of unit vectors is short. */
  private static final float GAIN = 6;

  /** {@code key_index} and {@code value_index} of a file: the whole line, and its number. */
  private static final long WHOLE_LINE = -2;

  private static final long LINE_NUMBER = -1;

  private final Ops tf;
  private final FrozenWeights weights;
  private final HashTable table;
  private final Op initialiser;
  private final long words;

  TextClassifierGraph(Ops tf, FrozenWeights weights, Operand<TString> vocabularyFile, long words) {
    this.tf = tf;
    this.weights = weights;
    this.words = words;
    table = tf.withName("vocabulary").hashTable(TString.class, TInt64.class);
    initialiser =
        tf.withName("vocabulary_initialiser")
            .initializeTableFromTextFile(table, vocabularyFile, WHOLE_LINE, LINE_NUMBER);
  }

  /** Returns what must run before the first answer, with the file's name fed. */
  Op initialiser() {
    return initialiser;
  }

  /**
   * Adds the outputs under their names: {@code probabilities} [batch, topics], {@code label}
   * [batch], {@code topics} [batch, topics].
   *
   * @param text [batch]
   * @param prefix of the names
   */
  void answer(Operand<TString> text, String prefix) {
    Operand<TFloat32> scores = scores(text);
    tf.withName(prefix + "probabilities").nn.softmax(scores);
    Operand<TString> topics = tf.array(TOPICS.toArray(String[]::new));
    tf.withName(prefix + "label")
        .gather(topics, tf.math.argMax(scores, tf.constant(1)), tf.constant(0));
    Operand<TInt32> batch = tf.shape(text);
    Operand<TInt32> copies = tf.concat(List.of(batch, tf.array(1)), tf.constant(0));
    tf.withName(prefix + "topics").tile(tf.expandDims(topics, tf.constant(0)), copies);
  }

  private Operand<TFloat32> scores(Operand<TString> text) {
    Operand<TString> plain =
        tf.strings.regexReplace(
            tf.strings.lower(text), tf.constant("[^\\pL\\pN]+"), tf.constant(" "));
    StringSplit split = tf.strings.stringSplit(plain, tf.constant(""));
    Operand<TInt64> rows =
        tf.squeeze(
            tf.slice(split.indices(), tf.array(0, 0), tf.array(-1, 1)), Squeeze.axis(List.of(1L)));
    Operand<TInt32> batch = tf.reshape(tf.shape(text), tf.constant(new int[0]));
    // A text without words has the zero vector.
    Operand<TFloat32> mean =
        tf.sparse.sparseSegmentMeanWithNumSegments(
            weights.variable("words/embeddings", words + HASHED_WORDS, EMBEDDING),
            numbers(split.values()),
            rows,
            batch);
    Operand<TFloat32> hidden =
        tf.nn.relu(
            weights.dense(tf.math.mul(mean, tf.constant(GAIN)), "hidden", EMBEDDING, HIDDEN));
    return weights.dense(hidden, "topics", HIDDEN, TOPICS.size());
  }

  private Operand<TInt64> numbers(Operand<TString> tokens) {
    Operand<TInt64> known = tf.lookupTableFind(table, tokens, tf.constant(-1L));
    Operand<TInt64> hashed =
        tf.math.add(tf.strings.toHashBucketFast(tokens, HASHED_WORDS), tf.constant(words));
    return tf.select(tf.math.less(known, tf.constant(0L)), hashed, known);
  }
}
