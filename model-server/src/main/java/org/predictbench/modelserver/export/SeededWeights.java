package org.predictbench.modelserver.export;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/**
 * Weights from a seed: kernels uniform with the variance of VarianceScaling (scale 1, fan in),
 * embeddings uniform with variance 1, norms neutral. Each variable draws from a stream of its own
 * name, so that none depends on the order of asking. Not thread-safe.
 */
final class SeededWeights implements AutoCloseable {
  private static final long SEED = 20181001;

  private final Map<String, TFloat32> values = new LinkedHashMap<>();

  /** The value of a variable; drawn when first asked for. */
  TFloat32 value(String name, long... shape) {
    return values.computeIfAbsent(name, n -> tensor(draw(n, shape), shape));
  }

  /** Replaces or sets a value. */
  void put(String name, float[] data) {
    TFloat32 previous = values.put(name, tensor(data, data.length));
    if (previous != null) {
      previous.close();
    }
  }

  /** All values in the order in which they were first asked for. */
  Map<String, TFloat32> all() {
    return values;
  }

  static TFloat32 tensor(float[] data, long... shape) {
    return TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(data));
  }

  private static float[] draw(String name, long... shape) {
    float[] data = new float[Math.toIntExact(Shape.of(shape).size())];
    if (name.endsWith("/kernel")) {
      long fanIn = data.length / shape[shape.length - 1];
      fill(data, name, Math.sqrt(3.0 / fanIn));
    } else if (name.endsWith("/embeddings")) {
      fill(data, name, Math.sqrt(3));
    } else if (name.endsWith("/gamma")) {
      Arrays.fill(data, 1);
    }
    return data;
  }

  private static void fill(float[] data, String name, double bound) {
    SplittableRandom random = new SplittableRandom(SEED ^ name.hashCode());
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextDouble(-bound, bound);
    }
  }

  @Override
  public void close() {
    values.values().forEach(TFloat32::close);
  }
}
