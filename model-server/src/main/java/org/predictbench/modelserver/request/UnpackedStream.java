package org.predictbench.modelserver.request;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * What a gzip body unpacks to, as far as a body of its size may grow: a few kilobytes could
 * otherwise become gigabytes. Not thread-safe.
 */
public final class UnpackedStream extends FilterInputStream {
  /** A body of any size may grow to this, and a large one by that factor beyond it. */
  private static final long FREE_BYTES = 16L << 20;

  private static final long MAX_GROWTH = 64;

  private static final int CHUNK_BYTES = 1 << 16;

  private final long packedBytes;
  private final long maxBytes;
  private long count;

  /**
   * Unpacks a body.
   *
   * @param packedBytes its size
   * @param limit of what it may grow to whatever its size
   * @throws IOException if it is no gzip; reading may throw so, too, or {@link TooLargeException}
   */
  public UnpackedStream(InputStream packed, long packedBytes, long limit) throws IOException {
    super(new GZIPInputStream(packed, CHUNK_BYTES));
    this.packedBytes = packedBytes;
    maxBytes = Math.min(limit, FREE_BYTES + MAX_GROWTH * packedBytes);
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    return next < 0 ? next : add(1) | next;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    if (read > 0) {
      var unused = add(read);
    }
    return read;
  }

  @Override
  public long skip(long length) throws IOException {
    long skipped = super.skip(length);
    var unused = add(skipped);
    return skipped;
  }

  /** Counts bytes and returns 0. */
  private int add(long bytes) throws TooLargeException {
    count += bytes;
    if (count > maxBytes) {
      throw new TooLargeException(
          "A gzip body of %d bytes may grow to %d bytes; send it uncompressed"
              .formatted(packedBytes, maxBytes));
    }
    return 0;
  }

  /** A body grows too large. The message says how large it may. */
  public static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
      super(message);
    }
  }
}
