package org.predictbench.bench.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Settings whose worth is known: a stub of a server with a service time, a concurrency and an
 * effect of batches, and a client that costs something; every measurement strays.
 */
final class SyntheticBench implements Bench {
  private static final double BASE = 40;

  private final Random random;
  private final double noise;
  final List<Task> asked = new ArrayList<>();

  SyntheticBench(long seed, double noise) {
    this.random = new Random(seed);
    this.noise = noise;
  }

  /** Requests a second; NaN where the batches wait longer than the objective allows. */
  static double worth(Setting setting) {
    double worth = BASE;
    worth *= setting.build().label().equals("eigen") ? 0.8 : 1;
    // Two calls that do not share threads: one thread each is best, and only with inter_op 1.
    worth *= setting.threads().intraOp() == 1 ? 1.15 : 1;
    worth *= setting.threads().interOp() == 1 ? 1.1 : 1;
    if (setting.batching().enabled()) {
      worth *= setting.batching().threads() == 1 ? 0.7 : 1.2;
      worth *= setting.batching().maxBatchSize() == 8 ? 1.1 : 1;
      if (setting.threads().intraOp() == 1) {
        // Batches want threads of their own.
        worth *= 0.75;
      }
    }
    worth *= setting.client().equals("best") ? 1.08 : 1;
    return setting.batching().timeoutMicros() > 5_000 ? Double.NaN : worth;
  }

  @Override
  public Measurement measure(Task task) {
    asked.add(task);
    double worth = worth(task.setting());
    double strays = Math.exp(noise / Math.sqrt(task.effort().cost()) * random.nextGaussian());
    return new Measurement(
        task.setting().name(),
        task.stage(),
        task.control(),
        worth * strays,
        Double.isNaN(worth) ? "p99 31.0 ms at 10/s" : null,
        List.of(new Measurement.Load(worth * strays, 10_000, !Double.isNaN(worth), null)),
        10 + 5 * task.effort().cost());
  }
}
