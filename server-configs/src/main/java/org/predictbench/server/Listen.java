package org.predictbench.server;

/**
 * Where the server accepts calls.
 *
 * @param tcp on a port of the loopback interface
 * @param uds on a Unix domain socket as well
 */
public record Listen(boolean tcp, boolean uds) {

  /** Both, so that transports can be compared on one server. */
  public static final Listen BOTH = new Listen(true, true);
}
