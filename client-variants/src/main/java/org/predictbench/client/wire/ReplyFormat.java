package org.predictbench.client.wire;

import org.predictbench.client.Outputs;

/** One kind of reply, read without a message. Safe for any number of threads. */
public interface ReplyFormat {

  /** The message's name, such as {@code PredictResponse}. */
  String message();

  /**
   * Reads a whole message.
   *
   * @param in over all of the reply
   * @param reply nobody else's, so that the outputs may be views of it
   * @throws WireReader.Malformed if it is no such message; so do all that the reader throws
   */
  Outputs read(WireReader in, byte[] reply);
}
