package org.predictbench.bench.fork;

import java.time.Duration;

/**
 * The stub-model warm-up: calls before the first call of the model, with the client's own code, to
 * the same server, for a servable that answers at once. A model that takes a tenth of a second is
 * called too seldom in a short run for the JIT to compile what surrounds it, as it would be in a
 * service.
 */
final class StubWarmup {
  /** Under plain JMH, where no suite says. */
  static final Duration DEFAULT = Duration.ofMillis(1500);

  private StubWarmup() {}

  static void run(Runnable call, Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() - end < 0) {
      call.run();
    }
  }
}
