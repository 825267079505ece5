package org.predictbench.client;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a model takes and returns under one key. Immutable.
 *
 * @param key such as {@code serving_default}
 * @param method such as {@code tensorflow/serving/predict}
 * @param inputs alias to type and shape
 * @param outputs alias to type and shape
 */
public record Signature(
    String key, String method, Map<String, Spec> inputs, Map<String, Spec> outputs) {

  /** Copies the maps. */
  public Signature {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /**
   * Type and shape of one input or output.
   *
   * @param shape size of each dimension, -1 where any will do; null if even the rank is unknown
   */
  public record Spec(DType dtype, long[] shape) {

    /** As {@code int64[?, 128]}. */
    @Override
    public String toString() {
      if (shape == null) {
        return dtype.id() + "[...]";
      }
      return Arrays.stream(shape)
          .mapToObj(size -> size < 0 ? "?" : Long.toString(size))
          .collect(Collectors.joining(", ", dtype.id() + "[", "]"));
    }
  }
}
