package org.predictbench.client.http2;

import java.nio.ByteBuffer;
import org.predictbench.client.ElementBuffer;
import org.predictbench.client.Inputs;
import org.predictbench.client.wire.RequestMessage;

/**
 * A call's request as a connection reads it: straight from the caller's tensors, as long as the
 * caller waits, or else from a copy. For one thread at a time.
 */
final class RequestBytes {
  private final RequestMessage request;

  private ElementBuffer copy = new ElementBuffer(ByteBuffer.allocate(0));
  // Whether the copy counts, which has these bytes.
  private boolean isCopied;
  private int size;
  private int read;
  private int head;

  /**
   * @param request prefixed, nobody else's
   */
  RequestBytes(RequestMessage request) {
    this.request = request;
  }

  /**
   * Makes this the request for these inputs.
   *
   * @throws IllegalArgumentException if such a request cannot carry them
   */
  void fill(Inputs inputs) {
    isCopied = false;
    request.fill(inputs);
    head = Math.min(Http2.MAX_FRAME, request.beforeLargeTensors());
  }

  /** Lets go of the caller's tensors, and goes on with what they hold now. */
  void copy() {
    size = request.size();
    if (copy.bytes().capacity() < size) {
      copy = new ElementBuffer(ByteBuffer.allocate(size));
    }
    request.read(copy, 0, size);
    request.clear();
    head = Math.min(Http2.MAX_FRAME, size);
    isCopied = true;
    read = 0;
  }

  /** How many bytes to send at once with the headers, before anything is copied for long. */
  int head() {
    return head;
  }

  int remaining() {
    return isCopied ? size - read : request.remaining();
  }

  /** Copies the next bytes, which there are, to a place in a target. */
  void read(ElementBuffer target, int at, int count) {
    if (isCopied) {
      target.bytes().put(at, copy.bytes(), read, count);
      read += count;
    } else {
      request.read(target, at, count);
    }
  }

  /** Begins anew with the same request. */
  void rewind() {
    read = 0;
    if (!isCopied) {
      request.rewind();
    }
  }

  /** Lets go of the caller's tensors. */
  void clear() {
    request.clear();
  }

  /** How much memory it keeps for the next request. */
  int kept() {
    return copy.bytes().capacity();
  }
}
