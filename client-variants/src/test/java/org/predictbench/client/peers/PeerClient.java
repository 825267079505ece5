package org.predictbench.client.peers;

import java.time.Duration;
import java.util.Optional;
import org.predictbench.client.Inputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.Target;
import org.predictbench.client.TestTensors;
import org.predictbench.client.axis.TargetKind;
import org.predictbench.client.axis.Transport;
import org.predictbench.client.axis.Variant;

/** The clients that are held side by side: all the same but for what carries their calls. */
enum PeerClient {
  BLOCKING("blocking", Variant.leanest(TargetKind.TCP)),
  MULTIPLEXED("multiplexed", Variant.best()),
  NETTY_NIO("Netty NIO", Variant.grpc().with(Transport.NETTY_NIO)),
  NETTY_EPOLL("Netty epoll", Variant.grpc().with(Transport.NETTY_EPOLL)),
  OKHTTP("OkHttp", Variant.grpc().with(Transport.OKHTTP));

  /** Of each call that is given no other deadline. */
  static final Duration PATIENCE = Duration.ofSeconds(6);

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // A Variant is immutable, if not to Error Prone.
  private final Variant variant;

  PeerClient(String title, Variant variant) {
    this.title = title;
    this.variant = variant;
  }

  String title() {
    return title;
  }

  /** Whether its HTTP/2 is ours. */
  boolean isOwn() {
    return this == BLOCKING || this == MULTIPLEXED;
  }

  boolean isNetty() {
    return this == NETTY_NIO || this == NETTY_EPOLL;
  }

  Optional<String> unavailable() {
    return variant.unavailable();
  }

  PredictClient open(Target target, Inputs inputs) {
    return PredictClients.create(variant, target, TestTensors.model("fields", inputs), PATIENCE);
  }
}
