package org.predictbench.client.http2;

import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Transport;
import org.predictbench.client.axis.Variant;

/** The HTTP/2 clients of our own, which servers and proxies have to be met by alike. */
enum OwnClient {
  BLOCKING(Transport.SOCKET),
  MULTIPLEXED(Transport.MULTIPLEXED);

  private final Transport transport;

  OwnClient(Transport transport) {
    this.transport = transport;
  }

  PredictClient to(Target target) {
    return to(target, "fields");
  }

  /** To a servable whose signature asks the fake service for that behaviour. */
  PredictClient to(Target target, String behaviour) {
    return PredictClients.create(
        variant(target), target, SocketClients.model(behaviour), SocketClients.PATIENCE);
  }

  Variant variant(Target target) {
    return Variant.best().over(transport.towards(target.kind()));
  }
}
