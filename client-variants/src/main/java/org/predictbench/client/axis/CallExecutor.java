package org.predictbench.client.axis;

/** Which thread runs a channel's callbacks. */
public enum CallExecutor implements Axis {
  DEFAULT("gRPC's shared thread pool: one more thread hand-off a call"),
  DIRECT("the event loop decodes the reply; what depends on it must not block");

  private final String description;

  CallExecutor(String description) {
    this.description = description;
  }

  @Override
  public String axis() {
    return "executor";
  }

  @Override
  public String description() {
    return description;
  }
}
