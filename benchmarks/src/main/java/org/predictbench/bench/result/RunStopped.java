package org.predictbench.bench.result;

/** The run is being stopped from outside, and what would be recorded now is not to be trusted. */
public final class RunStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunStopped() {
    super("the run was stopped");
  }
}
