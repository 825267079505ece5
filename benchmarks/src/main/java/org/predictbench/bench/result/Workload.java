package org.predictbench.bench.result;

/**
 * How much is asked at once.
 *
 * @param callers threads that call at once, through the one client
 * @param batch images in a request; 0 for the suite's
 * @param values floats in a request instead of an image's, for cells without a model; 0 for an
 *     image
 */
public record Workload(int callers, int batch, int values) {
  /** One caller, the suite's batch, an image. */
  public static final Workload DEFAULT = new Workload(1, 0, 0);

  /** The batch where the suite's is {@code otherwise}. */
  public int batchOr(int otherwise) {
    return batch == 0 ? otherwise : batch;
  }
}
