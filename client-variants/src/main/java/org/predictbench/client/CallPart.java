package org.predictbench.client;

/**
 * The parts of one Predict call, about in the order of time. They overlap nowhere and leave nothing
 * out: together they are the call, from {@link PredictClient#predict} to its return.
 */
public enum CallPart {
  ENCODE("encode", "features to message, and message into gRPC's buffers", Side.CLIENT),
  OPEN_CALL(
      "open call",
      "between these two: stub, call, headers, a stream; with a channel per call, connecting",
      Side.CLIENT),
  SEND(
      "send",
      "until the server's gRPC has the first bytes, has started the call, and reads the message",
      Side.WIRE),
  SERVER_RECEIVE("server: receive", "until the whole message has come", Side.WIRE),
  SERVER_HAND_OVER(
      "server: hand over", "from the event loop to a thread that answers calls", Side.SERVER),
  SERVER_DECODE(
      "server: decode", "bytes to message, checks, message to input tensors", Side.SERVER),
  SESSION_RUN(
      "Session.run", "the model's work; with batching, also the wait for the batch", Side.MODEL),
  SERVER_ENCODE(
      "server: encode", "output tensors to message, and message into gRPC's buffers", Side.SERVER),
  REPLY("reply", "until the client's gRPC has the whole reply", Side.WIRE),
  HAND_OVER(
      "hand over",
      "from the event loop to the caller, who waits for the status, too, and closes what is not kept",
      Side.CLIENT),
  DECODE("decode", "bytes to message, and message to answer", Side.CLIENT);

  /** Whose time it is. */
  public enum Side {
    CLIENT,
    WIRE,
    SERVER,
    MODEL
  }

  private final String title;
  private final String description;
  private final Side side;

  CallPart(String title, String description, Side side) {
    this.title = title;
    this.description = description;
    this.side = side;
  }

  /** A few words, for tables. */
  public String title() {
    return title;
  }

  /** From where to where, in a line. */
  public String description() {
    return description;
  }

  public Side side() {
    return side;
  }
}
