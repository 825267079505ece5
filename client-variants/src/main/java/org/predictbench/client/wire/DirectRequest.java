package org.predictbench.client.wire;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A request that exists only while it is written: its head, then the floats, straight from the
 * caller's array. gRPC asks for the length first ({@link KnownLength}), takes one buffer of that
 * size and has the message drained into it ({@link Drainable}). Used by one thread at a time.
 */
final class DirectRequest extends InputStream implements Drainable, KnownLength {
  private final byte[] head;
  private final float[] values;
  private final ThreadLocal<FloatChunk> chunks;

  private int headRead;
  private int valuesRead;
  // The piece of the values that read() hands out; drainTo() borrows its thread's chunk instead.
  private FloatChunk piece;
  private int pieceRead;
  private int pieceSize;

  DirectRequest(byte[] head, float[] values, ThreadLocal<FloatChunk> chunks) {
    this.head = head;
    this.values = values;
    this.chunks = chunks;
  }

  @Override
  public int available() {
    return head.length
        - headRead
        + Float.BYTES * (values.length - valuesRead)
        + pieceSize
        - pieceRead;
  }

  @Override
  public int drainTo(OutputStream target) throws IOException {
    int size = available();
    target.write(head, headRead, head.length - headRead);
    headRead = head.length;
    if (pieceRead < pieceSize) {
      target.write(piece.bytes, pieceRead, pieceSize - pieceRead);
      pieceRead = pieceSize;
    }
    FloatChunk chunk = chunks.get();
    while (valuesRead < values.length) {
      int count = chunk.fill(values, valuesRead);
      target.write(chunk.bytes, 0, count * Float.BYTES);
      valuesRead += count;
    }
    return size;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (headRead < head.length) {
      int count = Math.min(length, head.length - headRead);
      System.arraycopy(head, headRead, target, offset, count);
      headRead += count;
      return count;
    }
    if (pieceRead == pieceSize && !nextPiece()) {
      return -1;
    }
    int count = Math.min(length, pieceSize - pieceRead);
    System.arraycopy(piece.bytes, pieceRead, target, offset, count);
    pieceRead += count;
    return count;
  }

  private boolean nextPiece() {
    if (valuesRead == values.length) {
      return false;
    }
    if (piece == null) {
      piece = new FloatChunk();
    }
    int count = piece.fill(values, valuesRead);
    valuesRead += count;
    pieceRead = 0;
    pieceSize = count * Float.BYTES;
    return true;
  }
}
