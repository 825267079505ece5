package org.predictbench.modelserver.export;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/**
 * The forward graph of the official ResNet-50 v2 (NHWC, October 2018): pre-activation bottlenecks,
 * strides in each layer's first 3x3 convolution, names as that export has them.
 *
 * <p>Built with {@code training} batch norms it normalises by its own batch and remembers the
 * statistics' outputs; that is how they are calibrated.
 */
final class ResNetGraph {
  private static final int[] FILTERS = {64, 128, 256, 512};
  private static final int[] BLOCKS = {3, 4, 6, 3};
  private static final int[] STRIDES = {1, 2, 2, 2};
  private static final int EXPANSION = 4;
  private static final float EPSILON = 1e-5f;
  private static final String SCOPE = "resnet_model/";

  /** Where the graph's weights come from. */
  interface Variables {
    Operand<TFloat32> variable(String name, long... shape);
  }

  /** The outputs by which a training batch norm tells what it normalised by. */
  record BatchStatistics(String name, Operand<TFloat32> mean, Operand<TFloat32> variance) {}

  private final Ops tf;
  private final Scopes scopes;
  private final Variables variables;
  private final boolean training;
  private final List<BatchStatistics> statistics = new ArrayList<>();
  private int convolutions;
  private int batchNorms;

  ResNetGraph(Ops tf, Scopes scopes, Variables variables, boolean training) {
    this.tf = tf;
    this.scopes = scopes;
    this.variables = variables;
    this.training = training;
  }

  List<BatchStatistics> statistics() {
    return statistics;
  }

  /** Images to the 2048 averaged features. */
  Operand<TFloat32> features(Operand<TFloat32> images) {
    Operand<TFloat32> x = convolution(images, 3, FILTERS[0], 7, 2);
    x = tf.nn.maxPool(x, tf.array(1, 3, 3, 1), tf.array(1, 2, 2, 1), "SAME");
    int channels = FILTERS[0];
    for (int layer = 0; layer < FILTERS.length; layer++) {
      for (int block = 0; block < BLOCKS[layer]; block++) {
        x = bottleneck(x, channels, FILTERS[layer], block == 0, block == 0 ? STRIDES[layer] : 1);
        channels = EXPANSION * FILTERS[layer];
      }
    }
    x = normalised(x, channels);
    Mean<TFloat32> mean = tf.math.mean(x, tf.array(1, 2), Mean.keepDims(true));
    return tf.squeeze(mean, org.tensorflow.op.core.Squeeze.axis(List.of(1L, 2L)));
  }

  /** Features to the class scores, before softmax. */
  Operand<TFloat32> scores(Operand<TFloat32> features) {
    int channels = EXPANSION * FILTERS[FILTERS.length - 1];
    Operand<TFloat32> kernel =
        variables.variable(SCOPE + "dense/kernel", channels, ImageShape.CLASSES);
    Operand<TFloat32> bias = variables.variable(SCOPE + "dense/bias", ImageShape.CLASSES);
    return tf.nn.biasAdd(tf.linalg.matMul(features, kernel), bias);
  }

  private Operand<TFloat32> bottleneck(
      Operand<TFloat32> input, int channels, int filters, boolean project, int stride) {
    Operand<TFloat32> x = normalised(input, channels);
    Operand<TFloat32> shortcut =
        project ? convolution(x, channels, EXPANSION * filters, 1, stride) : input;
    x = normalised(convolution(x, channels, filters, 1, 1), filters);
    x = normalised(convolution(x, filters, filters, 3, stride), filters);
    return tf.math.add(convolution(x, filters, EXPANSION * filters, 1, 1), shortcut);
  }

  private Operand<TFloat32> convolution(
      Operand<TFloat32> x, int channels, int filters, int kernel, int stride) {
    String name = SCOPE + numbered("conv2d", convolutions++);
    Operand<TFloat32> weights =
        variables.variable(name + "/kernel", kernel, kernel, channels, filters);
    Operand<TFloat32> padded = x;
    if (stride > 1) {
      int before = (kernel - 1) / 2;
      int after = kernel - 1 - before;
      padded =
          tf.pad(
              x,
              tf.constant(new int[][] {{0, 0}, {before, after}, {before, after}, {0, 0}}),
              tf.constant(0f));
    }
    return scopes
        .named(name + "/Conv2D")
        .nn
        .conv2d(
            padded,
            weights,
            List.of(1L, (long) stride, (long) stride, 1L),
            stride > 1 ? "VALID" : "SAME");
  }

  private Operand<TFloat32> normalised(Operand<TFloat32> x, int channels) {
    String name = SCOPE + numbered("batch_normalization", batchNorms++);
    FusedBatchNorm<TFloat32, TFloat32> norm =
        scopes
            .named(name + "/FusedBatchNorm")
            .nn
            .fusedBatchNorm(
                x,
                variables.variable(name + "/gamma", channels),
                variables.variable(name + "/beta", channels),
                training
                    ? tf.constant(new float[0])
                    : variables.variable(name + "/moving_mean", channels),
                training
                    ? tf.constant(new float[0])
                    : variables.variable(name + "/moving_variance", channels),
                FusedBatchNorm.epsilon(EPSILON),
                FusedBatchNorm.isTraining(training));
    statistics.add(new BatchStatistics(name, norm.batchMean(), norm.batchVariance()));
    return tf.nn.relu(norm.y());
  }

  private static String numbered(String name, int index) {
    return index == 0 ? name : name + "_" + index;
  }
}
