package org.predictbench.serving;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Reads TensorFlow's record format, see {@link TfRecordWriter}. Not for several threads.
 *
 * <p>A length that a damaged or hostile file only claims costs no memory: what is there is read.
 */
public final class TfRecordReader implements AutoCloseable {
  private final DataInputStream in;
  private long offset;

  /** Reads from a stream, which it closes; give it a buffered one. */
  public TfRecordReader(InputStream in) {
    this.in = new DataInputStream(in);
  }

  /** The file ends within a record, or is no file of records. */
  public static final class DataLossException extends IOException {
    private static final long serialVersionUID = 1L;

    DataLossException(String message) {
      super(message);
    }
  }

  /**
   * Returns the next record, or empty at the end.
   *
   * @throws DataLossException if the file is truncated or in another format
   */
  public Optional<byte[]> next() throws IOException {
    byte[] header = in.readNBytes(TfRecordWriter.HEADER_BYTES);
    if (header.length == 0) {
      return Optional.empty();
    }
    if (header.length < TfRecordWriter.HEADER_BYTES) {
      throw lost("truncated");
    }
    check(header, Long.BYTES, header, Long.BYTES);
    long length = littleEndian(header).getLong();
    if (length < 0 || length > Integer.MAX_VALUE - Integer.BYTES) {
      throw lost("corrupted");
    }
    byte[] record = in.readNBytes((int) length);
    byte[] footer = in.readNBytes(Integer.BYTES);
    if (record.length < length || footer.length < Integer.BYTES) {
      throw lost("truncated");
    }
    check(record, record.length, footer, 0);
    offset += TfRecordWriter.HEADER_BYTES + length + Integer.BYTES;
    return Optional.of(record);
  }

  private void check(byte[] bytes, int length, byte[] sums, int at) throws DataLossException {
    if (TfRecordWriter.maskedCrc(bytes, length) != littleEndian(sums).getInt(at)) {
      throw lost("corrupted");
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private DataLossException lost(String how) {
    return new DataLossException(how + " record at " + offset);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
