package org.predictbench.bench.requests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.predictbench.bench.files.InputException;

/** Which form a file of requests has, by its first bytes; by its name where these say nothing. */
enum FileForm {
  RECORDS,
  JSON,
  NPZ,
  NPY,
  IMAGE,
  FOLDER;

  private static final int ENOUGH = 4096;
  private static final byte[] ZIP = {'P', 'K'};
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  /** TensorFlow's mask, see {@code tensorflow/core/lib/hash/crc32c.h}. */
  private static final int MASK_DELTA = 0xa282ead8;

  /**
   * The form of what is there.
   *
   * @throws InputException in one line, if it is none of these
   */
  static FileForm of(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      return FOLDER;
    }
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          Files.exists(file)
              ? file + " is neither a file nor a folder: requests are read from either"
              : file + " does not exist");
    }
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(ENOUGH);
    }
    if (head.length == 0) {
      throw new InputException(file + " is empty: at least one request is sent");
    }
    // First, since a record's length may be any bytes.
    if (isRecord(head)) {
      return RECORDS;
    }
    if (startsWith(head, ZIP)) {
      return NPZ;
    }
    if (startsWith(head, NpyHeader.MAGIC)) {
      return NPY;
    }
    if (startsWith(head, JPEG) || startsWith(head, PNG)) {
      return IMAGE;
    }
    if (isJson(head)) {
      return JSON;
    }
    return byName(file);
  }

  private static FileForm byName(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.contains(".tfrecord") || name.equals("tf_serving_warmup_requests")) {
      return RECORDS;
    }
    if (name.endsWith(".json") || name.endsWith(".jsonl")) {
      return JSON;
    }
    if (name.endsWith(".npz")) {
      return NPZ;
    }
    throw new InputException(
        file + " is no TFRecord of PredictionLogs, no JSON, .npz, .npy, JPEG or PNG");
  }

  private static boolean startsWith(byte[] head, byte[] magic) {
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }

  /** Whether the checksum of the first record's length is right. */
  private static boolean isRecord(byte[] head) {
    if (head.length < Long.BYTES + Integer.BYTES) {
      return false;
    }
    CRC32C crc = new CRC32C();
    crc.update(head, 0, Long.BYTES);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    return ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(Long.BYTES) == masked;
  }

  private static boolean isJson(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1).stripLeading();
    return text.startsWith("{") || text.startsWith("[");
  }
}
