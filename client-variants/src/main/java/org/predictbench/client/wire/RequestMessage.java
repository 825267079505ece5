package org.predictbench.client.wire;

import java.nio.ByteBuffer;
import org.predictbench.client.ElementBuffer;
import org.predictbench.client.Inputs;

/**
 * A request as bytes, without any message. It is kept from call to call, and a request of any size
 * allocates next to nothing. For one thread at a time.
 *
 * <p>Fill it, then {@link #read} until nothing {@link #remaining}; {@link #rewind} begins anew.
 */
public final class RequestMessage {
  /** Whether it is compressed, and its length. */
  private static final int PREFIX_BYTES = 5;

  private final int prefix;
  private final RequestWriter writer;
  private final MessagePieces pieces = new MessagePieces();

  private RequestMessage(RequestWriter writer, int prefix) {
    this.writer = writer;
    this.prefix = prefix;
  }

  /** Requests as gRPC's marshallers hand them over. */
  static RequestMessage bare(RequestWriter writer) {
    return new RequestMessage(writer, 0);
  }

  /** Requests behind the five bytes that gRPC puts before a message. */
  static RequestMessage prefixed(RequestWriter writer) {
    return new RequestMessage(writer, PREFIX_BYTES);
  }

  /**
   * Makes this the request for these inputs.
   *
   * @throws IllegalArgumentException if such a request cannot carry them
   * @throws ArithmeticException if the request would pass protobuf's limit of 2 GiB
   */
  public void fill(Inputs inputs) {
    pieces.begin();
    pieces.out().skip(prefix);
    writer.write(inputs, pieces);
    pieces.end();
    if (prefix > 0) {
      ByteBuffer.wrap(pieces.out().array()).put((byte) 0).putInt(pieces.size() - prefix);
    }
  }

  /** The whole request's length in bytes. */
  public int size() {
    return pieces.size();
  }

  /** How many bytes there are before the first large tensor: all if there is none. */
  public int beforeLargeTensors() {
    return pieces.beforeReferences();
  }

  /** How many bytes of it are still to be read. */
  public int remaining() {
    return pieces.remaining();
  }

  /** Begins anew with the same request. */
  public void rewind() {
    pieces.rewind();
  }

  /** Lets go of the caller's tensors. */
  public void clear() {
    pieces.clear();
  }

  /**
   * Copies the next bytes.
   *
   * @param at where in the target the first one goes
   * @param most how many to copy, if there are so many
   * @return how many were copied
   */
  public int read(ElementBuffer target, int at, int most) {
    return pieces.read(target, at, most);
  }
}
