package org.predictbench.client.peers;

/** What a proxy is told beside its address and its server. */
public enum ProxyTrait {
  /** Ends connections that were idle for {@link ForeignProxy#IDLE_MILLIS}. */
  IDLE_SOON,
  /** Takes nothing of a request before its settings are known. */
  NO_FIRST_WINDOW,
  /** A window of a thousand bytes a call, to begin with. */
  SMALL_WINDOWS,
  /** Refuses requests over 1 MiB. */
  SMALL_BODIES,
  /** Waits 100 ms for its server's answer. */
  IMPATIENT,
  /** Ends a connection after five requests. */
  FEW_REQUESTS,
  /** One call at a time on a connection. */
  ONE_STREAM,
  /** Answers itself where the header "behaviour" is http-STATUS. */
  OWN_ANSWERS
}
