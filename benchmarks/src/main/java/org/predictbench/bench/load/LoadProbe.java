package org.predictbench.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.predictbench.bench.load.objective.Slo;
import org.predictbench.bench.load.send.Share;
import org.predictbench.bench.load.suite.LoadStep;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.load.suite.TrialResult;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.servers.ServerUnderTest;

/**
 * A server and a client that are loaded again and again, each time as the caller likes; nothing is
 * written. For one thread, but for {@link #stop}.
 */
public final class LoadProbe implements AutoCloseable {
  private final Cell cell;
  private final CellUnderLoad loaded;
  private final Generator generator;
  private final LoadSuite suite;

  /**
   * Opens the client and has its first answer.
   *
   * @param suite what the loads have in common: an open one at a rate
   * @param seed of the arrivals
   * @throws org.predictbench.bench.files.InputException if client, server and model do not go
   *     together
   */
  public LoadProbe(
      LoadSuite suite,
      Cell cell,
      CallPlan plan,
      ClassPath classPath,
      Supplier<ServerUnderTest> server,
      long seed)
      throws IOException {
    this.suite = suite;
    this.cell = cell;
    this.generator = new Generator(suite, seed, Share.WHOLE, false);
    this.loaded = new CellUnderLoad(suite, cell, plan, classPath, server);
  }

  /**
   * Lets client and server come to speed.
   *
   * @param callers who call in turn meanwhile
   * @return answers a second in the second half
   */
  public double warmUp(int callers) throws InterruptedException {
    double last = 0;
    for (int half = 0; half < 2; half++) {
      last =
          generator
              .closedLoop(callers, suite.warmup().dividedBy(2), loaded.calls())
              .answeredPerSecond();
    }
    return last;
  }

  /**
   * Makes a load at a rate.
   *
   * @param number of the load, which gives it arrivals of its own
   */
  public TrialResult load(double rate, Duration lasts, Slo slo, int number)
      throws InterruptedException {
    if (generator.stopped()) {
      throw new InterruptedException("stopped");
    }
    LoadStep step = suite.steps().get(0).at(rate);
    TrialResult result =
        generator.run(
            new Generator.Task(cell.name(), cell.name(), step, lasts, Optional.of(slo), number),
            loaded.calls());
    if (generator.stopped()) {
      throw new InterruptedException("stopped");
    }
    return result;
  }

  /** Ends the load under way, and every later one at once. */
  public void stop() {
    generator.stop();
  }

  @Override
  public void close() {
    loaded.close();
  }
}
