package org.predictbench.modelserver.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdleMemoryTest {
  private static final long MIB = 1 << 20;

  private long used = 50 * MIB;
  private int collections;
  private final IdleMemory memory =
      new IdleMemory(
          () -> used,
          () -> {
            collections++;
            used = 60 * MIB;
          });

  @Test
  void garbageIsCollectedOnceCallsEnd() {
    look(1000 * MIB);
    look(2000 * MIB);
    assertThat(collections).isZero();

    look(2001 * MIB);
    assertThat(collections).isEqualTo(1);
    assertThat(used).isEqualTo(60 * MIB);
  }

  @Test
  void aServerThatKeepsIdleIsLeftAlone() {
    look(1000 * MIB);
    look(1000 * MIB);
    for (int i = 0; i < 100; i++) {
      look(used + MIB / 2);
    }
    assertThat(collections).isEqualTo(1);
  }

  @Test
  void littleGarbageIsNotWorthACollection() {
    look(150 * MIB);
    look(150 * MIB);
    assertThat(collections).isZero();
  }

  private void look(long now) {
    used = now;
    memory.look();
  }
}
