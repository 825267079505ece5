package org.predictbench.modelserver.session;

import org.tensorflow.proto.ConfigProto;

/** Threads inside an op and between ops; 0 leaves the choice to TensorFlow. */
public record Parallelism(int intraOp, int interOp) {
  /**
   * Resolves the three flags; {@code session} counts only if both others are 0.
   *
   * @throws IllegalArgumentException if all three are set
   */
  public static Parallelism of(int session, int intraOp, int interOp) {
    if (session > 0 && intraOp > 0 && interOp > 0) {
      throw new IllegalArgumentException(
          "Either configure server_options.tensorflow_session_parallelism or"
              + " (server_options.tensorflow_intra_op_parallelism,"
              + " server_options.tensorflow_inter_op_parallelism) separately. You cannot configure"
              + " all.");
    }
    return intraOp > 0 || interOp > 0
        ? new Parallelism(intraOp, interOp)
        : new Parallelism(session, session);
  }

  public ConfigProto toConfig() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(intraOp)
        .setInterOpParallelismThreads(interOp)
        // The graph never grows once it is loaded, so no second copy has to be kept for that.
        .setExperimental(ConfigProto.Experimental.newBuilder().setOptimizeForStaticGraph(true))
        .build();
  }
}
