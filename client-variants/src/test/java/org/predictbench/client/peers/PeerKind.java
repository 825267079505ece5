package org.predictbench.client.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What stands at the other end: a server, or a proxy with the C++ server behind it. */
enum PeerKind {
  CPP("C++ server", ForeignServer.CPP, null),
  PYTHON("Python server", ForeignServer.PYTHON, null),
  NODE("Node server", ForeignServer.NODE, null),
  NGINX("nginx", ForeignServer.CPP, ForeignProxy.NGINX),
  HAPROXY("haproxy", ForeignServer.CPP, ForeignProxy.HAPROXY),
  NGHTTPX("nghttpx", ForeignServer.CPP, ForeignProxy.NGHTTPX);

  static final Set<PeerKind> ALL = Collections.unmodifiableSet(EnumSet.allOf(PeerKind.class));
  static final Set<PeerKind> SERVERS = Collections.unmodifiableSet(EnumSet.range(CPP, NODE));
  static final Set<PeerKind> PROXIES = Collections.unmodifiableSet(EnumSet.range(NGINX, NGHTTPX));
  static final Set<PeerKind> CORE = Collections.unmodifiableSet(EnumSet.of(CPP, PYTHON));

  private final String title;
  private final ForeignServer server;
  private final ForeignProxy proxy;

  PeerKind(String title, ForeignServer server, ForeignProxy proxy) {
    this.title = title;
    this.server = server;
    this.proxy = proxy;
  }

  String title() {
    return title;
  }

  ForeignServer server() {
    return server;
  }

  /** Empty for a server that is spoken to directly. */
  Optional<ForeignProxy> proxy() {
    return Optional.ofNullable(proxy);
  }

  /** Why it does not run here; empty if it does. */
  Optional<String> unavailable() throws IOException, InterruptedException {
    List<String> reasons = new ArrayList<>();
    server.unavailable().ifPresent(reasons::add);
    proxy().flatMap(ForeignProxy::unavailable).ifPresent(reasons::add);
    return reasons.isEmpty() ? Optional.empty() : Optional.of(title + ": " + reasons);
  }
}
