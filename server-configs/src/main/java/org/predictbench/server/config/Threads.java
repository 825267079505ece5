package org.predictbench.server.config;

/**
 * The runtime's two thread pools.
 *
 * @param intraOp threads that share one operation's work; 0 leaves it to the runtime
 * @param interOp threads that run independent operations at once; 0 leaves it to the runtime
 */
public record Threads(int intraOp, int interOp) {

  /** Both left to the runtime, which takes one thread a processor. */
  public static final Threads DEFAULT = new Threads(0, 0);

  public Threads {
    if (intraOp < 0 || interOp < 0) {
      throw new IllegalArgumentException(
          "threads cannot be negative: intra_op " + intraOp + ", inter_op " + interOp);
    }
  }
}
