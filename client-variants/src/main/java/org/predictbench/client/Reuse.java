package org.predictbench.client;

/** What a client keeps from one call to the next. */
public enum Reuse implements Axis {
  CHANNEL_PER_CALL("opens a channel, makes a stub, calls, and shuts the channel down again"),
  STUB_PER_CALL("keeps the channel, makes a new stub for each call"),
  SHARED("keeps one channel and one stub for all callers");

  private final String description;

  Reuse(String description) {
    this.description = description;
  }

  @Override
  public String description() {
    return description;
  }
}
