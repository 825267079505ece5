package org.predictbench.bench.result;

import java.util.List;
import org.predictbench.bench.process.CallerThreads;

/**
 * How much is asked at once.
 *
 * @param callers threads that call at once, through the one client
 * @param callerThreads what these run on
 * @param batch rows in a request; 0 for the suite's
 * @param values floats in a request instead of an image's, for cells without a model; 0 for an
 *     image
 * @param model that is called; empty for the suite's
 * @param signature key of the signature that is called; empty for the run's
 * @param outputs aliases of the outputs that are asked for; empty for all of them
 */
public record Workload(
    int callers,
    CallerThreads callerThreads,
    int batch,
    int values,
    String model,
    String signature,
    List<String> outputs) {
  /** One caller, the suite's batch, the run's requests by their own signature. */
  public static final Workload DEFAULT = new Workload(1, 0, 0);

  public Workload {
    outputs = List.copyOf(outputs);
  }

  /** The run's requests by their own signature, all outputs, from threads of the system. */
  public Workload(int callers, int batch, int values) {
    this(callers, CallerThreads.PLATFORM, batch, values, "", "", List.of());
  }

  /** The batch where the suite's is {@code otherwise}. */
  public int batchOr(int otherwise) {
    return batch == 0 ? otherwise : batch;
  }
}
