package org.predictbench.server;

/** Whether the server gathers requests of several callers into one run of the model. */
public record Batching(boolean enabled) {

  /** Every request runs alone, TensorFlow Serving's default. */
  public static final Batching OFF = new Batching(false);
}
