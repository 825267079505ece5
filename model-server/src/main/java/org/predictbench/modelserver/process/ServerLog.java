package org.predictbench.modelserver.process;

/**
 * The layout of the process's log: one line with time, level and message, on stderr.
 *
 * <p>The server, gRPC and Netty all log through {@code java.util.logging}, which reads the layout
 * from a system property.
 */
public final class ServerLog {
  private static final String PROPERTY = "java.util.logging.SimpleFormatter.format";

  private static final String LAYOUT = "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n";

  private ServerLog() {}

  /** Sets the layout, unless the command line sets another. Must run before anything logs. */
  public static void configure() {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, LAYOUT);
    }
  }
}
