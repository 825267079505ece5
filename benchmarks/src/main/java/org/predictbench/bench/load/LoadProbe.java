package org.predictbench.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.predictbench.bench.load.objective.Slo;
import org.predictbench.bench.load.send.Calls;
import org.predictbench.bench.load.send.Share;
import org.predictbench.bench.load.suite.LoadStep;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.load.suite.TrialResult;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.Outputs;

/**
 * A server and a client that are loaded again and again, each time as the caller likes; nothing is
 * written. For one thread, but for {@link #stop}.
 */
public final class LoadProbe implements AutoCloseable {
  /** Of a warm-up. */
  private static final int PIECES = 3;

  /** Less is chance. */
  private static final double FASTER = 1.03;

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

  /** An answer to each request, in the order of the requests. */
  public List<Outputs> answers() {
    Calls calls = loaded.calls();
    List<Outputs> answers = new ArrayList<>();
    for (int i = 0; i < calls.requests().size(); i++) {
      answers.add(calls.client().predict(calls.requests().get(i), calls.options()));
    }
    return answers;
  }

  /**
   * Lets client and server come to speed: until they get no faster, which takes a JVM some seconds,
   * and at most four times as long as the suite's warm-up.
   *
   * @param callers who call in turn meanwhile
   * @return answers a second at last
   */
  public double warmUp(int callers) throws InterruptedException {
    Duration piece = suite.warmup().dividedBy(PIECES);
    double best = 0;
    int sinceFaster = 0;
    double last = 0;
    for (int i = 0; i < 4 * PIECES && sinceFaster < PIECES; i++) {
      if (generator.stopped()) {
        throw new InterruptedException("stopped");
      }
      last = generator.closedLoop(callers, piece, loaded.calls()).answeredPerSecond();
      sinceFaster = last > best * FASTER ? 0 : sinceFaster + 1;
      best = Math.max(best, last);
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
