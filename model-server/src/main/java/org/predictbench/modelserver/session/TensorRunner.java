package org.predictbench.modelserver.session;

import java.util.List;
import java.util.Map;
import org.tensorflow.Tensor;

/** Runs a loaded graph. Thread-safe; to be closed when no run is under way. */
public interface TensorRunner extends AutoCloseable {
  /** No limit on how long a run may take. */
  long NO_TIMEOUT = 0;

  /**
   * Runs the graph once.
   *
   * @param feeds graph tensor name to value; they stay the caller's
   * @param fetches graph tensor names
   * @param timeoutMillis what the run may take, or {@link #NO_TIMEOUT}
   * @return one tensor a fetch, in that order, to be closed
   */
  Outputs run(Map<String, Tensor> feeds, List<String> fetches, long timeoutMillis);

  @Override
  void close();

  /** What a run fetched. */
  interface Outputs extends AutoCloseable {
    Tensor get(int i);

    @Override
    void close();
  }
}
