package org.predictbench.client.http2;

/**
 * How much of a request the server takes now, and in frames of what size: RFC 9113, sections 5.2
 * and 4.2. For one thread at a time.
 */
final class SendWindows {
  // Wider than the RFC's 31 bits, so that no server makes them overflow.
  private long connection = Http2.DEFAULT_WINDOW;
  private long stream;
  private int initial = Http2.DEFAULT_WINDOW;
  private int maxFrame = Http2.MAX_FRAME;

  void beginStream() {
    stream = initial;
  }

  /** Never negative, though the windows may be. */
  int open() {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, Math.min(connection, stream)));
  }

  void use(int bytes) {
    connection -= bytes;
    stream -= bytes;
  }

  void renewConnection(int more) {
    connection += more;
  }

  void renewStream(int more) {
    stream += more;
  }

  /** The server's setting, which counts for the stream that is open as well. */
  void initial(int bytes) {
    stream += (long) bytes - initial;
    initial = bytes;
  }

  int maxFrame() {
    return maxFrame;
  }

  void maxFrame(int bytes) {
    maxFrame = bytes;
  }

  /** Whether less than half of what every connection begins with is left of this one's. */
  boolean isConnectionLow() {
    return connection < Http2.DEFAULT_WINDOW / 2;
  }

  /** Whether a call that does not wait for the server's settings may send too much. */
  boolean isNarrow() {
    return initial < Http2.DEFAULT_WINDOW;
  }
}
