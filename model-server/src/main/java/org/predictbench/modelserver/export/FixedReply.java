package org.predictbench.modelserver.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * ResNet-50's signature without its work: one stored row for every image, whose pixels nobody looks
 * at. What a call costs then is client, wire and server shell; by signature {@code jpeg}, decoding
 * and preprocessing, too.
 */
final class FixedReply {
  private static final long SEED = 7;
  private static final long PREDICTED_CLASS = 286;

  private FixedReply() {}

  static void writeTo(Path version) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Shape<TInt32> shape = tf.shape(ImageShape.input(tf));
      reply(tf, tf.slice(shape, tf.constant(new int[] {0}), tf.constant(new int[] {1})));
      reply(tf.withSubScope("decoded"), countOf(tf, JpegInput.features(tf)));
      SavedModelWriter.write(version, graph, Signatures.imageClassifierThatDecodes());
    }
  }

  /**
   * How many images these are, which is one, told from a pixel: from the shape, or by a control
   * dependency, TensorFlow would know it without decoding.
   */
  private static Operand<TInt32> countOf(Ops tf, Operand<TFloat32> features) {
    Operand<TFloat32> pixel =
        tf.reshape(
            tf.slice(features, tf.constant(new int[4]), tf.constant(new int[] {1, 1, 1, 1})),
            tf.constant(new int[] {1}));
    Operand<TInt32> none =
        tf.dtypes.cast(tf.math.greater(pixel, tf.constant(Float.MAX_VALUE)), TInt32.class);
    return tf.math.add(none, tf.constant(1));
  }

  private static void reply(Ops tf, Operand<TInt32> images) {
    Operand<TInt32> rows = tf.concat(List.of(images, tf.constant(new int[] {1})), tf.constant(0));
    tf.withName("softmax_tensor").tile(tf.constant(new float[][] {probabilities()}), rows);
    tf.withName("ArgMax").tile(tf.constant(new long[] {PREDICTED_CLASS}), images);
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
