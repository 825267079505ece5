package org.predictbench.client.wire;

import org.predictbench.client.Inputs;

/** Writes a kind of request without messages. For one thread at a time. */
public interface RequestWriter {

  /**
   * Writes the whole request for these inputs.
   *
   * @throws IllegalArgumentException if such a request cannot carry them
   * @throws ArithmeticException if the request would pass protobuf's limit of 2 GiB
   */
  void write(Inputs inputs, MessagePieces message);
}
