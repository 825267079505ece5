package org.predictbench.modelserver.warmup;

import io.grpc.Status;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.predictbench.modelserver.status.ServingException;

/**
 * Reads TensorFlow's record format: length, its checksum, the record, its checksum; all little
 * endian.
 */
final class TfRecords {
  private static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;
  private static final int MASK_DELTA = 0xa282ead8;
  private static final int MASK_SHIFT = 15;

  private final DataInputStream in;
  private long offset;

  TfRecords(InputStream in) {
    this.in = new DataInputStream(in);
  }

  /**
   * Returns the next record, or empty at the end.
   *
   * @throws ServingException DATA_LOSS if the file is truncated or in another format
   */
  Optional<byte[]> next() throws IOException {
    byte[] header = in.readNBytes(HEADER_BYTES);
    if (header.length == 0) {
      return Optional.empty();
    }
    if (header.length < HEADER_BYTES) {
      throw lost("truncated record at " + offset);
    }
    check(header, Long.BYTES, header, Long.BYTES);
    long length = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > Integer.MAX_VALUE - Integer.BYTES) {
      throw lost("corrupted record at " + offset);
    }
    byte[] record = in.readNBytes((int) length);
    byte[] footer = in.readNBytes(Integer.BYTES);
    if (record.length < length || footer.length < Integer.BYTES) {
      throw lost("truncated record at " + offset);
    }
    check(record, record.length, footer, 0);
    offset += HEADER_BYTES + length + Integer.BYTES;
    return Optional.of(record);
  }

  /** Returns the checksum of a record, masked as the format demands. */
  static int maskedCrc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), MASK_SHIFT) + MASK_DELTA;
  }

  private void check(byte[] bytes, int length, byte[] sums, int at) {
    int expected = ByteBuffer.wrap(sums).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    if (maskedCrc(bytes, length) != expected) {
      throw lost("corrupted record at " + offset);
    }
  }

  private static ServingException lost(String what) {
    return new ServingException(Status.Code.DATA_LOSS, what);
  }
}
