package org.predictbench.client.peers;

import static org.predictbench.client.peers.CallSituations.IMAGES;
import static org.predictbench.client.peers.CallSituations.times;

import io.grpc.Status;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.predictbench.client.RequestOptions;

/** What only something between a client and a server does. */
final class ProxySituations {
  /** gRPC's mapping of HTTP statuses; of those that it does not name, 413 and 200. */
  private static final Map<Integer, Status.Code> BY_STATUS = new LinkedHashMap<>();

  static {
    BY_STATUS.put(401, Status.Code.UNAUTHENTICATED);
    BY_STATUS.put(403, Status.Code.PERMISSION_DENIED);
    BY_STATUS.put(404, Status.Code.UNIMPLEMENTED);
    BY_STATUS.put(429, Status.Code.UNAVAILABLE);
    BY_STATUS.put(502, Status.Code.UNAVAILABLE);
    BY_STATUS.put(503, Status.Code.UNAVAILABLE);
    BY_STATUS.put(504, Status.Code.UNAVAILABLE);
    BY_STATUS.put(413, Status.Code.UNKNOWN);
    BY_STATUS.put(200, Status.Code.UNKNOWN);
  }

  private ProxySituations() {}

  static List<Situation> all() {
    return List.of(
        Situation.of(
            "the proxy answers 401, 403, 404, 429, 502, 503, 504, 413, 200 with a page of HTML",
            "gRPC's code for each",
            PeerKind.PROXIES,
            Setup.PLAIN.with(ProxyTrait.OWN_ANSWERS),
            ProxySituations::ownAnswers),
        Situation.of(
            "the proxy refuses a request of 19 MB, then a plain call",
            "UNKNOWN, for 413; then an answer",
            PeerKind.PROXIES,
            Setup.LARGE.with(ProxyTrait.SMALL_BODIES),
            v ->
                times(
                    4,
                    () -> {
                      v.fails(IMAGES, RequestOptions.DEFAULT, EnumSet.of(Status.Code.UNKNOWN));
                      v.echo();
                    })),
        Situation.of(
                "the server behind it is down",
                "UNAVAILABLE",
                PeerKind.PROXIES,
                Setup.PLAIN,
                ProxySituations::serverDown)
            .with(Situation.Nature.SPOILS),
        Situation.of(
                "the server behind it is restarted between calls",
                "answers",
                PeerKind.PROXIES,
                Setup.PLAIN,
                ProxySituations::serverRestarted)
            .with(Situation.Nature.BY_CHANCE)
            .with(Situation.Nature.SPOILS),
        Situation.of(
            "it waits 100 ms for a slow server, then a plain call",
            "UNAVAILABLE, then an answer; nghttpx resets the call: INTERNAL",
            PeerKind.PROXIES,
            Setup.PLAIN.with(ProxyTrait.IMPATIENT),
            v ->
                times(
                    3,
                    () -> {
                      v.fails(Visit.behaviour("sleep-400"), tooSlow(v.peer().kind()));
                      v.echo();
                    })),
        Situation.of(
                "it ends connections idle for 30 ms, pauses of 25 to 34 ms",
                "answers, nearly always",
                PeerKind.PROXIES,
                Setup.PLAIN.with(ProxyTrait.IDLE_SOON),
                v -> ConnectionSituations.pauses(v, 50, 25, 10))
            .with(Situation.Nature.BY_CHANCE),
        Situation.of(
            "it ends connections after five requests, 4 threads",
            "answers",
            PeerKind.PROXIES,
            Setup.PLAIN.with(ProxyTrait.FEW_REQUESTS),
            v -> v.inThreads(4, n -> times(50, v::echo))),
        Situation.of(
            "a first window of 0, a request of 19 MB",
            "answers",
            PeerKind.PROXIES,
            Setup.LARGE.with(ProxyTrait.NO_FIRST_WINDOW),
            v ->
                times(
                    1,
                    () -> {
                      v.another();
                      v.echo(IMAGES, RequestOptions.DEFAULT);
                      v.echo();
                    })));
  }

  private static Status.Code tooSlow(PeerKind proxy) {
    return proxy == PeerKind.NGHTTPX ? Status.Code.INTERNAL : Status.Code.UNAVAILABLE;
  }

  private static void ownAnswers(Visit visit) {
    BY_STATUS.forEach((status, code) -> visit.fails(Visit.behaviour("http-" + status), code));
    visit.echo();
  }

  private static void serverDown(Visit visit) throws IOException {
    visit.echo();
    visit.peer().server().kill();
    times(3, () -> visit.fails(RequestOptions.DEFAULT, Status.Code.UNAVAILABLE));
    visit.peer().server().start();
  }

  private static void serverRestarted(Visit visit) throws IOException {
    for (int i = 0; i < 4; i++) {
      visit.echo();
      visit.peer().server().kill();
      visit.peer().server().start();
    }
    visit.echo();
  }
}
