package org.predictbench.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

class RequestBuffersTest {
  private static final int IMAGE_BYTES = 224 * 224 * 3 * Float.BYTES;

  @Test
  void theMemoryOfAnImageIsKeptForTheNext() {
    PooledByteBufAllocator pool = RequestBuffers.pool(1);
    writeImages(pool);
    long kept = pool.metric().usedDirectMemory();
    assertThat(kept).isPositive();
    writeImages(pool);
    assertThat(pool.metric().usedDirectMemory()).isEqualTo(kept);
  }

  /** What the pool is for: with the chunks that gRPC gives Netty, nothing is kept. */
  @Test
  void smallerChunksAreFreed() {
    PooledByteBufAllocator small = new PooledByteBufAllocator(true, 0, 1, 8192, 8, 0, 0, true);
    writeImages(small);
    assertThat(small.metric().usedDirectMemory()).isZero();
  }

  private static void writeImages(PooledByteBufAllocator pool) {
    for (int call = 0; call < 10; call++) {
      pool.directBuffer(IMAGE_BYTES).release();
    }
  }
}
