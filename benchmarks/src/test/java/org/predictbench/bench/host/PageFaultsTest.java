package org.predictbench.bench.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PageFaultsTest {
  @Test
  void aBlockInWhichOthersHadTheCoreDoesNotCount() {
    AtomicLong looks = new AtomicLong();
    AtomicLong clock = new AtomicLong();
    // A block of 256 pages takes 256 µs, and each fourth one a tenth of a second.
    double micros =
        PageFaults.micros(
            () -> {
              long look = looks.incrementAndGet();
              return look % 2 == 1
                  ? clock.get()
                  : clock.addAndGet(look % 8 == 0 ? 100_000_000 : 256_000);
            });
    assertThat(micros).isCloseTo(1, within(1e-9));
  }

  @Test
  void realMemoryCostsMoreThanNothingAndLessThanAMillisecond() {
    assertThat(PageFaults.micros(System::nanoTime)).isBetween(0.001, 1000.0);
  }
}
