package org.predictbench.server.config;

/**
 * Where the server accepts calls.
 *
 * @param tcp gRPC on a port of the loopback interface
 * @param uds gRPC on a Unix domain socket as well
 * @param rest JSON over HTTP on another port of the loopback interface as well
 */
public record Listen(boolean tcp, boolean uds, boolean rest) {

  /** gRPC on both, so that transports can be compared on one server. */
  public static final Listen BOTH = new Listen(true, true, false);

  /** gRPC on TCP alone. */
  public static final Listen TCP = new Listen(true, false, false);
}
