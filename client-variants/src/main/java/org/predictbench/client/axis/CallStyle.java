package org.predictbench.client.axis;

import org.predictbench.client.PredictClient;

/** How the caller of {@link PredictClient#predict} waits for its answer. */
public enum CallStyle implements Axis {
  BLOCKING("a blocking stub: the caller's thread waits and runs the callbacks itself"),
  FUTURE("a future stub: the caller waits on a ListenableFuture"),
  ASYNC("an asynchronous stub: an observer completes a CompletableFuture, the caller waits on it");

  private final String description;

  CallStyle(String description) {
    this.description = description;
  }

  @Override
  public String axis() {
    return "call";
  }

  @Override
  public String description() {
    return description;
  }
}
