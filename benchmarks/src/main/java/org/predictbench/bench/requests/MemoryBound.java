package org.predictbench.bench.requests;

import org.predictbench.bench.files.InputException;
import org.predictbench.client.DType;

/**
 * How much memory the tensors of one request set may take: what a file claims is reserved here
 * before it is allocated. Not for several threads.
 */
final class MemoryBound {
  /** No set may hold more, whatever the heap: less than the longest array, in bytes. */
  static final long MOST = Integer.MAX_VALUE - 1024L;

  /** A message and its tensors are in memory at once, and something must be left for the run. */
  private static final int SHARE_OF_HEAP = 4;

  /** Array, tensor and list entry, about. */
  private static final int BYTES_PER_OBJECT = 64;

  private final long most;
  private long left;

  /** For one request set on this JVM's heap. */
  MemoryBound() {
    this(mostHere());
  }

  MemoryBound(long most) {
    this.most = most;
    this.left = most;
  }

  /** How much a set may hold on this JVM's heap, in bytes. */
  static long mostHere() {
    return Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /** Reserves what any request takes, even one without inputs. */
  void reserveRequest() {
    reserve(BYTES_PER_OBJECT);
  }

  /**
   * Reserves a tensor; of strings, their objects without their contents.
   *
   * @throws InputException if that is more than is left
   */
  void reserve(DType dtype, long elements) {
    reserve(size(dtype, elements));
  }

  /**
   * Refuses a tensor that would pass the bound, before its elements are made one by one.
   *
   * @throws InputException if it takes more than is left
   */
  void requireRoom(DType dtype, long elements) {
    require(size(dtype, elements));
  }

  /**
   * Reserves so many bytes.
   *
   * @throws InputException if that is more than is left
   */
  void reserve(long bytes) {
    require(bytes);
    left -= bytes;
  }

  private static long size(DType dtype, long elements) {
    int each = dtype == DType.STRING ? BYTES_PER_OBJECT : dtype.bytes();
    // Elements are at most an array's, so that this cannot overflow.
    return BYTES_PER_OBJECT + elements * each;
  }

  private void require(long bytes) {
    if (bytes > left) {
      throw new InputException(
          "more than %s of tensors, the most that a request set may hold here: %s"
              .formatted(
                  Sizes.of(most),
                  most < MOST
                      ? "send fewer requests or raise the heap (java -Xmx)"
                      : "send fewer requests"));
    }
  }
}
