package org.predictbench.client.axis;

import io.netty.channel.epoll.Epoll;
import java.util.Optional;

/** Links Netty's epoll; apart from {@link Transport}, which must load without that library. */
final class EpollSupport {
  private EpollSupport() {}

  /** Why epoll does not work on this machine; empty if it does. */
  static Optional<String> unavailable() {
    return Epoll.isAvailable()
        ? Optional.empty()
        : Optional.of(
            "epoll needs Linux and the native library in io.netty:netty-transport-native-epoll: "
                + Epoll.unavailabilityCause());
  }
}
