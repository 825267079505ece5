package org.predictbench.modelserver.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryReturnTest {
  private static final long MIB = 1 << 20;

  private long used = 50 * MIB;
  private long old = 40 * MIB;
  private long live = 40 * MIB;
  private int collections;
  private final MemoryReturn memory =
      new MemoryReturn(
          new MemoryReturn.Heap() {
            @Override
            public long used() {
              return used;
            }

            @Override
            public long old() {
              return old;
            }
          },
          () -> {
            collections++;
            used = live;
            old = live;
          });

  @Test
  void garbageIsCollectedOnceCallsEnd() {
    look(1000 * MIB);
    look(1020 * MIB);
    assertThat(collections).isZero();

    look(1021 * MIB);
    assertThat(collections).isEqualTo(1);
    assertThat(used).isEqualTo(live);
  }

  @Test
  void aServerThatKeepsIdleIsLeftAlone() {
    look(1000 * MIB);
    look(1000 * MIB);
    for (int i = 0; i < 50; i++) {
      look(used + MIB / 2);
    }
    assertThat(collections).isEqualTo(1);
  }

  @Test
  void littleGarbageIsNotWorthACollection() {
    look(80 * MIB);
    look(80 * MIB);
    assertThat(collections).isZero();
  }

  @Test
  void whileCallsComeOldGarbageIsBounded() {
    for (int i = 1; i <= 100; i++) {
      old += 100 * MIB;
      look(old + (i % 2) * 50L * MIB);
      assertThat(old).isLessThanOrEqualTo(live + 1024 * MIB);
    }
    assertThat(collections).isBetween(8, 12);
  }

  @Test
  void whatIsInUseIsNotCollectedOverAndOver() {
    live = 3000 * MIB;
    for (int i = 1; i <= 100; i++) {
      old = Math.max(old, 2900 * MIB) + 100 * MIB;
      look(old + (i % 2) * 50L * MIB);
      assertThat(old).isLessThanOrEqualTo(2 * live + 100 * MIB);
    }
    assertThat(collections).isBetween(2, 5);
  }

  private void look(long now) {
    used = now;
    memory.look();
  }
}
