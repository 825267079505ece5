package org.predictbench.modelserver.session;

import java.util.List;
import java.util.Map;
import org.tensorflow.Tensor;

/** Runs a loaded graph. Thread-safe, but to be closed only when no run is under way. */
public interface TensorRunner extends AutoCloseable {
  /** No limit on how long a run may take. */
  long NO_TIMEOUT = 0;

  /**
   * Runs the graph once.
   *
   * @param feeds graph tensor name to value; the caller keeps and closes them
   * @param fetches graph tensor names
   * @param timeoutMillis what the run may take, or {@link #NO_TIMEOUT}
   * @return one tensor a fetch, in that order, to be closed
   */
  Outputs run(Map<String, Tensor> feeds, List<String> fetches, long timeoutMillis);

  @Override
  void close();

  /** The tensors that a run fetched. */
  interface Outputs extends AutoCloseable {
    Tensor get(int i);

    @Override
    void close();
  }
}
