package org.predictbench.client.axis;

import java.util.OptionalInt;

/**
 * HTTP/2's receive window of the client: how much of a reply may be on its way unread. The window
 * for requests belongs to the server.
 */
public enum FlowControl implements Axis {
  DEFAULT(
      "the transport's own: Netty starts at 1 MiB and adapts, OkHttp stays at 64 KiB",
      OptionalInt.empty()),
  LARGE("8 MiB from the start, fixed", OptionalInt.of(8 << 20));

  private final String description;
  private final OptionalInt window;

  FlowControl(String description, OptionalInt window) {
    this.description = description;
    this.window = window;
  }

  @Override
  public String description() {
    return description;
  }

  /** The window in bytes; empty leaves the transport its own. */
  public OptionalInt window() {
    return window;
  }
}
