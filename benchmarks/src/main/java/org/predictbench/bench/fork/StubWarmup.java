package org.predictbench.bench.fork;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.predictbench.bench.result.StubCalls;

/**
 * The stub-model warm-up: calls before the first call of the model, with the client's own code, to
 * the same server, for a servable that answers at once. A model that takes a tenth of a second is
 * called too seldom in a short run for the JIT to compile what surrounds it, as it would be in a
 * service.
 */
final class StubWarmup {
  /** At most, under plain JMH, where no suite says. */
  static final Duration DEFAULT = Duration.ofSeconds(12);

  /**
   * The model is called when its own first call no longer loads the client's classes, and again
   * before the end: what is small beside a cold call need not be so beside a warm one.
   */
  private static final long FIRST_NANOS = 1_000_000_000L;

  private StubWarmup() {}

  /**
   * Until the calls are as fast as matters beside a call of the model, and the JIT is idle.
   *
   * @param stub calls the stub model
   * @param model calls the model; a failure of it is for others to tell
   * @param most not longer than that
   */
  static StubCalls run(Runnable stub, Runnable model, Duration most) {
    CompilationMXBean jit = ManagementFactory.getCompilationMXBean();
    boolean known = jit != null && jit.isCompilationTimeMonitoringSupported();
    return run(stub, model, most, System::nanoTime, known ? jit::getTotalCompilationTime : () -> 0);
  }

  static StubCalls run(
      Runnable stub, Runnable model, Duration most, LongSupplier clock, LongSupplier jitMillis) {
    Settling settling = new Settling(jitMillis);
    long start = clock.getAsLong();
    long modelNanos = 0;
    long calls = 0;
    long now = start;
    while (now - start < most.toNanos()) {
      boolean end = settling.mayEnd(modelNanos);
      if (end || (modelNanos == 0 && now - start >= FIRST_NANOS)) {
        long before = now;
        call(model);
        now = clock.getAsLong();
        modelNanos = shorter(modelNanos, now - before);
        if (end && settling.mayEnd(modelNanos)) {
          break;
        }
      }
      long before = now;
      stub.run();
      calls++;
      now = clock.getAsLong();
      settling.add(now - before);
    }
    return new StubCalls(
        (now - start) / 1e9,
        calls,
        settling.lastNanos() / 1e6,
        settling.isKnown() ? settling.isSettled(modelNanos) : null);
  }

  /** The first call of the model is a cold one; all the others are compared with the shortest. */
  private static long shorter(long soFar, long nanos) {
    return soFar == 0 ? Math.max(1, nanos) : Math.min(soFar, Math.max(1, nanos));
  }

  private static void call(Runnable model) {
    try {
      model.run();
    } catch (RuntimeException e) {
      // The next call of it counts, and says what is wrong.
    }
  }
}
