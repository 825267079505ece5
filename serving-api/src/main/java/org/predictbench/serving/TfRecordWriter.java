package org.predictbench.serving;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Writes TensorFlow's record format: a record is its length, the length's checksum, the bytes and
 * their checksum, all little endian. Not for several threads.
 *
 * <p>Source: {@code tensorflow/core/lib/io/record_writer.h}.
 */
public final class TfRecordWriter implements AutoCloseable {
  static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;

  /** The mask keeps the checksum of data that holds checksums from degenerating. */
  private static final int MASK_DELTA = 0xa282ead8;

  private static final int MASK_SHIFT = 15;

  private final OutputStream out;

  /** Writes to a stream, which it closes; give it a buffered one. */
  public TfRecordWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes one record. */
  public void write(byte[] record) throws IOException {
    byte[] length = littleEndian(Long.BYTES).putLong(record.length).array();
    out.write(length);
    out.write(littleEndian(Integer.BYTES).putInt(maskedCrc(length, length.length)).array());
    out.write(record);
    out.write(littleEndian(Integer.BYTES).putInt(maskedCrc(record, record.length)).array());
  }

  /** Hands on what is buffered, so that a reader of the file finds whole records. */
  public void flush() throws IOException {
    out.flush();
  }

  /** Returns the checksum of the first bytes, CRC-32C, masked as the format demands. */
  static int maskedCrc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), MASK_SHIFT) + MASK_DELTA;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
