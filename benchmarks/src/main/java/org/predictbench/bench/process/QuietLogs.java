package org.predictbench.bench.process;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps libraries' notes that no user can act on out of the output. */
public final class QuietLogs {
  // Held here: java.util.logging forgets the level of a logger that nobody holds.
  private static final List<Logger> LOGGERS =
      List.of(
          // Says at INFO, in every JVM, that it looked for epoll.
          Logger.getLogger("io.grpc.netty"),
          // Warns that Unix sockets know no SO_KEEPALIVE, which gRPC sets on every channel.
          Logger.getLogger("io.netty.bootstrap"));

  private QuietLogs() {}

  /** Lets only errors of these loggers through. */
  public static void install() {
    LOGGERS.forEach(logger -> logger.setLevel(Level.SEVERE));
  }
}
