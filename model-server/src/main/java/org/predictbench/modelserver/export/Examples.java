package org.predictbench.modelserver.export;

import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TString;

/** Parses serialized tf.Examples inside a graph, by the op ParseExampleV2. */
final class Examples {
  private Examples() {}

  /**
   * Returns one tensor a feature, in the order of the keys, with the batch before each shape.
   *
   * @param examples serialized Examples, [batch]
   * @param defaults one value a key for examples that lack it; its type is the feature's
   */
  static List<Output<?>> dense(
      Ops tf,
      Operand<TString> examples,
      List<String> keys,
      List<Operand<?>> defaults,
      Shape shape) {
    Operand<TString> dense = tf.array(keys.toArray(String[]::new));
    // TensorFlow Java can make no constant of no strings.
    Operand<TString> none = tf.slice(dense, tf.array(0), tf.array(0));
    return tf.io
        .parseExample(
            examples,
            none,
            none,
            dense,
            none,
            defaults,
            0L,
            List.of(),
            List.of(),
            List.of(),
            Collections.nCopies(keys.size(), shape))
        .denseValues();
  }
}
