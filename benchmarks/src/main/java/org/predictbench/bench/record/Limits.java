package org.predictbench.bench.record;

import org.predictbench.bench.files.InputException;

/**
 * How far a file grows.
 *
 * @param records in it at most
 * @param bytes its size at most
 */
public record Limits(long records, long bytes) {

  /**
   * Checks the values.
   *
   * @throws InputException if one leaves no room for anything
   */
  public Limits {
    if (records < 1) {
      throw new InputException("--max must be at least 1, not " + records);
    }
    if (bytes < 1) {
      throw new InputException("--max-bytes must be at least 1, not " + bytes);
    }
  }

  /** Whether a file of so many records can take one more of that size. */
  boolean admit(RecordFile file, long recordBytes) {
    return file.records() < records && file.bytes() + recordBytes + RecordFile.OVERHEAD <= bytes;
  }
}
