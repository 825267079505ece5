package org.predictbench.bench.requests;

import java.util.LinkedHashMap;
import java.util.Map;
import org.predictbench.client.DType;
import org.predictbench.client.Signature;

/** Signatures for tests. */
final class Specs {
  private final Map<String, Signature.Spec> inputs = new LinkedHashMap<>();

  static Signature one(String alias, DType dtype, long... shape) {
    return new Specs().and(alias, dtype, shape).signature();
  }

  /** Of unknown rank. */
  static Signature anyShape(String alias, DType dtype) {
    return new Specs().and(alias, dtype, (long[]) null).signature();
  }

  Specs and(String alias, DType dtype, long... shape) {
    inputs.put(alias, new Signature.Spec(dtype, shape));
    return this;
  }

  Signature signature() {
    return signature("serving_default");
  }

  Signature signature(String key) {
    return new Signature(key, "tensorflow/serving/predict", inputs, Map.of());
  }
}
