package org.predictbench.modelserver.tensor;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes in the buffers that received them: pieces of the connection's buffers, in order. Immutable,
 * and valid as long as the buffers.
 *
 * <p>Not a ByteString, which copies whatever lies outside the heap.
 */
public final class WirePieces {
  private final List<ByteBuffer> pieces;
  private final int size;

  /** Takes all that remains in each buffer. */
  public WirePieces(List<ByteBuffer> pieces) {
    this.pieces = List.copyOf(pieces);
    size = pieces.stream().mapToInt(ByteBuffer::remaining).reduce(0, Math::addExact);
  }

  public static WirePieces of(byte[] bytes) {
    return new WirePieces(List.of(ByteBuffer.wrap(bytes)));
  }

  public int size() {
    return size;
  }

  /** Returns the bytes from one position up to another without copying them. */
  public WirePieces slice(int begin, int end) {
    List<ByteBuffer> slice = new ArrayList<>();
    int at = 0;
    for (ByteBuffer piece : pieces) {
      int from = Math.max(begin - at, 0);
      int to = Math.min(end - at, piece.remaining());
      if (from < to) {
        slice.add(piece.slice(piece.position() + from, to - from));
      }
      at += piece.remaining();
    }
    return new WirePieces(slice);
  }

  /** Appends all bytes to a buffer that has the room. */
  void copyTo(ByteBuffer target) {
    pieces.forEach(piece -> target.put(piece.duplicate()));
  }

  public byte[] toByteArray() {
    byte[] bytes = new byte[size];
    copyTo(ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** Returns a stream that skips without reading. */
  public InputStream newInput() {
    return new Input(pieces);
  }

  private static final class Input extends InputStream {
    private final List<ByteBuffer> pieces;
    private int next;
    private ByteBuffer piece = ByteBuffer.allocate(0);

    Input(List<ByteBuffer> pieces) {
      this.pieces = pieces;
    }

    private boolean hasMore() {
      while (!piece.hasRemaining() && next < pieces.size()) {
        piece = pieces.get(next++).duplicate();
      }
      return piece.hasRemaining();
    }

    @Override
    public int read() {
      return hasMore() ? Byte.toUnsignedInt(piece.get()) : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      if (!hasMore()) {
        return -1;
      }
      int count = Math.min(length, piece.remaining());
      piece.get(bytes, offset, count);
      return count;
    }

    @Override
    public long skip(long count) {
      long left = count;
      while (left > 0 && hasMore()) {
        int step = (int) Math.min(left, piece.remaining());
        piece.position(piece.position() + step);
        left -= step;
      }
      return count - left;
    }
  }
}
