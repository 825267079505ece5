package org.predictbench.client.grpc;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** What a channel's callbacks can run on. */
public final class CallExecutors {
  private CallExecutors() {}

  /** The transport's own thread. */
  public static Executor direct() {
    return Runnable::run;
  }

  /**
   * A virtual thread for each task.
   *
   * @throws IllegalStateException before JDK 21, for which this is compiled, too
   */
  public static Executor virtual() {
    try {
      return (Executor) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM has no virtual threads", e);
    }
  }
}
