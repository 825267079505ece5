package org.predictbench.serving;

/** Full names of TensorFlow Serving's methods, as gRPC's paths have them. */
public final class MethodNames {
  /** PredictionService's Predict. */
  public static final String PREDICT = "tensorflow.serving.PredictionService/Predict";

  private MethodNames() {}
}
