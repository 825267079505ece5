package org.predictbench.modelserver.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;

/**
 * The official ResNet-50 v2 as a SavedModel, with seeded weights in place of trained ones.
 *
 * <p>The weights are frozen into the graph, as exports for production do: oneDNN takes its blocked
 * kernels for constant filters alone; with variables it falls back to plain matrix products, far
 * slower on a CPU without AVX-512.
 */
final class ResNet50V2 {
  /** Of the official model; any slip in the graph would change it. */
  static final long TRAINABLE_PARAMETERS = 25_551_401;

  private ResNet50V2() {}

  static void writeTo(Path version) throws IOException {
    writeTo(version, ImageShape::input, Signatures.imageClassifier());
  }

  /**
   * Writes the net behind an input of another kind.
   *
   * @param input adds what turns the fed tensor into images, [batch, 224, 224, 3]
   */
  static void writeTo(
      Path version, Function<Ops, Operand<TFloat32>> input, Map<String, SignatureDef> signatures)
      throws IOException {
    try (SeededWeights weights = new SeededWeights();
        Graph graph = new Graph()) {
      Calibration.apply(weights);
      Ops tf = Ops.create(graph);
      Scopes scopes = new Scopes(tf);
      ResNetGraph net =
          new ResNetGraph(
              tf,
              scopes,
              (name, shape) -> scopes.named(name).constantOf(weights.value(name, shape)),
              false);
      Operand<TFloat32> scores = net.scores(net.features(input.apply(tf)));
      tf.withName("ArgMax").math.argMax(scores, tf.constant(1));
      tf.withName("softmax_tensor").nn.softmax(scores);
      requireOfficialSize(weights.all());
      SavedModelWriter.write(version, graph, signatures);
    }
  }

  private static void requireOfficialSize(Map<String, TFloat32> weights) {
    long trainable =
        weights.entrySet().stream()
            .filter(weight -> !weight.getKey().contains("/moving_"))
            .mapToLong(weight -> weight.getValue().size())
            .sum();
    if (trainable != TRAINABLE_PARAMETERS) {
      throw new IllegalStateException(
          "ResNet-50 v2 has %,d trainable parameters, not %,d"
              .formatted(TRAINABLE_PARAMETERS, trainable));
    }
  }
}
