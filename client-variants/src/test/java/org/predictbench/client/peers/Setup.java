package org.predictbench.client.peers;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How a situation's peers are started.
 *
 * @param options the server's channel arguments, {@code NAME=NUMBER}
 * @param traits the proxy's, where there is one
 */
record Setup(List<String> options, Set<ProxyTrait> traits) {
  static final Setup PLAIN = new Setup(List.of(), Set.of());

  /** For requests of any size. */
  static final Setup LARGE = options("grpc.max_receive_message_length=-1");

  static Setup options(String... options) {
    return new Setup(List.of(options), Set.of());
  }

  Setup with(ProxyTrait first, ProxyTrait... more) {
    return new Setup(options, EnumSet.of(first, more));
  }
}
