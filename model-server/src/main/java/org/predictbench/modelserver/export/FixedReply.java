package org.predictbench.modelserver.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Shape;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * ResNet-50's signature without its work: one stored row for every image, whose pixels nobody looks
 * at. What a call costs then is client, wire and server shell.
 */
final class FixedReply {
  private static final long SEED = 7;
  private static final long PREDICTED_CLASS = 286;

  private FixedReply() {}

  static void writeTo(Path version) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Shape<TInt32> shape = tf.shape(ImageShape.input(tf));
      Operand<TInt32> images =
          tf.slice(shape, tf.constant(new int[] {0}), tf.constant(new int[] {1}));
      Operand<TInt32> rows = tf.concat(List.of(images, tf.constant(new int[] {1})), tf.constant(0));
      tf.withName("softmax_tensor").tile(tf.constant(new float[][] {probabilities()}), rows);
      Operand<TInt64> predicted = tf.constant(new long[] {PREDICTED_CLASS});
      tf.withName("ArgMax").tile(predicted, images);
      SavedModelWriter.write(version, graph, Signatures.imageClassifier());
    }
  }

  /** Positive, summing to one, largest at the predicted class; no round numbers. */
  private static float[] probabilities() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] weights = new double[ImageShape.CLASSES];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i == PREDICTED_CLASS ? weights.length : random.nextDouble(0.1, 2);
      sum += weights[i];
    }
    float[] probabilities = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      probabilities[i] = (float) (weights[i] / sum);
    }
    return probabilities;
  }
}
