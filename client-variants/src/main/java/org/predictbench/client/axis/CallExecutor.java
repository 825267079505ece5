package org.predictbench.client.axis;

import java.util.Optional;

/** Which thread runs a channel's callbacks. */
public enum CallExecutor implements Axis {
  DEFAULT("gRPC's shared thread pool: one more thread hand-off a call"),
  DIRECT("the event loop decodes the reply; what depends on it must not block"),
  VIRTUAL("a virtual thread for each call's callbacks, which may block") {
    @Override
    public Optional<String> unavailable() {
      return Runtime.version().feature() >= VIRTUAL_SINCE
          ? Optional.empty()
          : Optional.of("virtual threads need JDK " + VIRTUAL_SINCE + " or later");
    }
  };

  /** The first JDK with virtual threads. */
  public static final int VIRTUAL_SINCE = 21;

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
