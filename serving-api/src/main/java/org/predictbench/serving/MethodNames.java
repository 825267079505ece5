package org.predictbench.serving;

/** Full names of TensorFlow Serving's services and methods, as gRPC's paths have them. */
public final class MethodNames {
  public static final String PREDICTION_SERVICE = "tensorflow.serving.PredictionService";
  public static final String PREDICT = PREDICTION_SERVICE + "/Predict";
  public static final String CLASSIFY = PREDICTION_SERVICE + "/Classify";
  public static final String REGRESS = PREDICTION_SERVICE + "/Regress";
  public static final String MULTI_INFERENCE = PREDICTION_SERVICE + "/MultiInference";
  public static final String GET_MODEL_METADATA = PREDICTION_SERVICE + "/GetModelMetadata";

  public static final String MODEL_SERVICE = "tensorflow.serving.ModelService";
  public static final String GET_MODEL_STATUS = MODEL_SERVICE + "/GetModelStatus";
  public static final String HANDLE_RELOAD_CONFIG_REQUEST =
      MODEL_SERVICE + "/HandleReloadConfigRequest";

  private MethodNames() {}

  /** The name of a method without its service, such as {@code Predict}, as metrics label it. */
  public static String bare(String method) {
    return method.substring(method.indexOf('/') + 1);
  }
}
