package org.predictbench.modelserver.export;

import java.util.HashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Seeded weights as constants of one graph. Each constant is made once, so that two signatures of a
 * model share it. Not thread-safe.
 */
final class FrozenWeights implements AutoCloseable {
  private final Ops tf;
  private final Scopes scopes;
  private final SeededWeights values = new SeededWeights();
  private final Map<String, Operand<TFloat32>> constants = new HashMap<>();

  FrozenWeights(Ops tf) {
    this.tf = tf;
    scopes = new Scopes(tf);
  }

  /** Returns the constant of that name, drawn by the rules of {@link SeededWeights}. */
  Operand<TFloat32> variable(String name, long... shape) {
    return constants.computeIfAbsent(name, n -> scopes.named(n).constantOf(values.value(n, shape)));
  }

  /** Multiplies rows of {@code inputs} numbers by a kernel and adds a bias. */
  Operand<TFloat32> dense(Operand<TFloat32> rows, String name, long inputs, long outputs) {
    return tf.nn.biasAdd(
        tf.linalg.matMul(rows, variable(name + "/kernel", inputs, outputs)),
        variable(name + "/bias", outputs));
  }

  @Override
  public void close() {
    values.close();
  }
}
