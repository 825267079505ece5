package org.predictbench.bench.tune;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.predictbench.bench.files.InputException;

/**
 * Gives what a run has measured before, in its order, then has the rest measured and kept. The same
 * questions come in the same order, since they depend on the answers and the seed alone.
 */
final class RecordedBench implements Bench {
  private final Deque<Measurement> recorded;
  private final Bench bench;
  private final TuneDirectory directory;

  RecordedBench(List<Measurement> recorded, Bench bench, TuneDirectory directory) {
    this.recorded = new ArrayDeque<>(recorded);
    this.bench = bench;
    this.directory = directory;
  }

  @Override
  public Measurement measure(Task task) throws IOException, InterruptedException {
    Measurement known = recorded.poll();
    if (known == null) {
      Measurement measured = bench.measure(task);
      directory.add(measured);
      return measured;
    }
    if (!known.setting().equals(task.setting().name())
        || !known.stage().equals(task.stage())
        || known.control() != task.control()) {
      throw new InputException(
          "the run has measured '%s' (%s) where it would now measure '%s' (%s): made by another version, or edited"
              .formatted(known.setting(), known.stage(), task.setting().name(), task.stage()));
    }
    return known;
  }

  /** Whether what comes next was measured before. */
  boolean isReplaying() {
    return !recorded.isEmpty();
  }
}
