package org.predictbench.client.axis;

import io.grpc.ManagedChannelBuilder;

/** Which thread runs a channel's callbacks. */
public enum CallExecutor implements Axis {
  DEFAULT("gRPC's shared thread pool: one more hand-over between threads a call") {
    @Override
    public void configure(ManagedChannelBuilder<?> channel) {}
  },
  DIRECT("the transport's own thread: it decodes the reply, and what hangs on it must not block") {
    @Override
    public void configure(ManagedChannelBuilder<?> channel) {
      channel.directExecutor();
    }
  };

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

  public abstract void configure(ManagedChannelBuilder<?> channel);
}
