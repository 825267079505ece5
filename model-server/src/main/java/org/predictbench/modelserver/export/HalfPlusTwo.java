package org.predictbench.modelserver.export;

import java.io.IOException;
import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** y = x / 2 + 2, the model that TensorFlow Serving's own examples begin with. */
final class HalfPlusTwo {
  private HalfPlusTwo() {}

  static void writeTo(Path version) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var x = tf.withName("x").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
      tf.withName("y").math.add(tf.math.mul(x, tf.constant(0.5f)), tf.constant(2f));
      SavedModelWriter.write(version, graph, Signatures.halfPlusTwo());
    }
  }
}
