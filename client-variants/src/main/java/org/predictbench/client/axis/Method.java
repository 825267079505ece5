package org.predictbench.client.axis;

/** Which call of TensorFlow Serving's PredictionService is made. */
public enum Method implements Axis {
  PREDICT("Predict: tensors in and out, by a signature of any kind"),
  CLASSIFY("Classify: tf.Examples in, 'classes' and 'scores' out, by a classifier's signature"),
  REGRESS("Regress: tf.Examples in, 'outputs' out, by a regressor's signature");

  private final String description;

  Method(String description) {
    this.description = description;
  }

  @Override
  public String description() {
    return description;
  }

  /** Whether its requests hold tf.Examples and nothing else. */
  public boolean takesExamplesOnly() {
    return this != PREDICT;
  }
}
