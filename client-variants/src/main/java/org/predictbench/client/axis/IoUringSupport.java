package org.predictbench.client.axis;

import io.netty.incubator.channel.uring.IOUring;
import java.util.Optional;

/** Links Netty's io_uring; apart from {@link Transport}, which must load without that library. */
final class IoUringSupport {
  private IoUringSupport() {}

  /** Why io_uring does not work on this machine; empty if it does. */
  static Optional<String> unavailable() {
    return IOUring.isAvailable()
        ? Optional.empty()
        : Optional.of(
            "io_uring needs Linux 5.14 or later that allows it, which Docker's default profile does"
                + " not, and the native library in"
                + " io.netty.incubator:netty-incubator-transport-native-io_uring: "
                + IOUring.unavailabilityCause());
  }
}
