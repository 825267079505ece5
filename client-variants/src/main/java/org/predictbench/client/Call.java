package org.predictbench.client;

/** How the caller waits for its answer. */
public enum Call implements Axis {
  BLOCKING("a blocking stub: the caller's thread waits");

  private final String description;

  Call(String description) {
    this.description = description;
  }

  @Override
  public String description() {
    return description;
  }
}
