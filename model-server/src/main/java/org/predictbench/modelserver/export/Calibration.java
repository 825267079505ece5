package org.predictbench.modelserver.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Gives seeded weights what training would have given them: batch-norm statistics that keep every
 * layer near unit variance, and a last layer whose scores depend on the image rather than on what
 * all images share. Otherwise activations would run off, and the answer would never change.
 */
final class Calibration {
  private static final int IMAGES = 4;
  private static final long SEED = 11;

  /** Standard deviation of scores between images; a trained net's top class gets 0.1 to 0.9. */
  private static final double SCORE_DEVIATION = 2.5;

  private Calibration() {}

  static void apply(SeededWeights weights) {
    try (Graph graph = new Graph();
        TFloat32 images =
            SeededWeights.tensor(images(), IMAGES, ImageShape.SIDE, ImageShape.SIDE, 3)) {
      Ops tf = Ops.create(graph);
      Map<Operand<TFloat32>, TFloat32> feeds = new LinkedHashMap<>();
      ResNetGraph.Variables fed =
          (name, shape) -> {
            Operand<TFloat32> placeholder = tf.placeholder(TFloat32.class);
            feeds.put(placeholder, weights.value(name, shape));
            return placeholder;
          };
      ResNetGraph net = new ResNetGraph(tf, new Scopes(tf), fed, true);
      Operand<TFloat32> input = ImageShape.input(tf);
      Operand<TFloat32> features = net.features(input);
      try (Session session = new Session(graph)) {
        Session.Runner runner = session.runner().feed(input, images).fetch(features);
        feeds.forEach(runner::feed);
        net.statistics().forEach(s -> runner.fetch(s.mean()).fetch(s.variance()));
        try (Result result = runner.run()) {
          int index = 1;
          for (ResNetGraph.BatchStatistics statistics : net.statistics()) {
            weights.put(statistics.name() + "/moving_mean", floats(result, index++));
            weights.put(statistics.name() + "/moving_variance", floats(result, index++));
          }
          centreScores(weights, floats(result, 0));
        }
      }
    }
  }

  /**
   * Scales the last kernel and sets its bias so that scores have mean 0 and vary between images.
   */
  private static void centreScores(SeededWeights weights, float[] features) {
    int channels = features.length / IMAGES;
    TFloat32 kernelTensor =
        weights.value("resnet_model/dense/kernel", channels, ImageShape.CLASSES);
    float[] kernel = new float[channels * ImageShape.CLASSES];
    kernelTensor.asRawTensor().data().asFloats().read(kernel);
    double[] mean = new double[channels];
    double variance = 0;
    for (int c = 0; c < channels; c++) {
      double squares = 0;
      for (int i = 0; i < IMAGES; i++) {
        double value = features[i * channels + c];
        mean[c] += value / IMAGES;
        squares += value * value / IMAGES;
      }
      // Kernel entries have variance 1 / channels.
      variance += (squares - mean[c] * mean[c]) / channels;
    }
    double gain = SCORE_DEVIATION / Math.sqrt(variance);
    float[] bias = new float[ImageShape.CLASSES];
    for (int c = 0; c < channels; c++) {
      for (int k = 0; k < ImageShape.CLASSES; k++) {
        int at = c * ImageShape.CLASSES + k;
        kernel[at] = (float) (kernel[at] * gain);
        bias[k] = (float) (bias[k] - kernel[at] * mean[c]);
      }
    }
    kernelTensor.asRawTensor().data().asFloats().write(kernel);
    weights.put("resnet_model/dense/bias", bias);
  }

  /** Smooth colour waves with some noise: closer to photographs than noise alone. */
  private static float[] images() {
    SplittableRandom random = new SplittableRandom(SEED);
    int side = ImageShape.SIDE;
    float[] pixels = new float[IMAGES * side * side * 3];
    for (int image = 0; image < IMAGES; image++) {
      for (int channel = 0; channel < 3; channel++) {
        double fx = random.nextDouble(-0.1, 0.1);
        double fy = random.nextDouble(-0.1, 0.1);
        double level = random.nextDouble(-50, 50);
        for (int y = 0; y < side; y++) {
          for (int x = 0; x < side; x++) {
            pixels[((image * side + y) * side + x) * 3 + channel] =
                (float) (level + 50 * StrictMath.sin(fx * x + fy * y) + random.nextDouble(-30, 30));
          }
        }
      }
    }
    return pixels;
  }

  private static float[] floats(Result result, int index) {
    TFloat32 tensor = (TFloat32) result.get(index);
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}
