package org.predictbench.client.peers;

import static org.predictbench.client.peers.CallSituations.times;

import io.grpc.Status;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;

/** Connections that end, between calls or during one. */
final class ConnectionSituations {
  private static final Setup AGED =
      Setup.options("grpc.max_connection_age_ms=50", "grpc.max_connection_age_grace_ms=5000");

  /** Half of what servers wait for those who do not answer. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private ConnectionSituations() {}

  static List<Situation> all() {
    return List.of(
        Situation.of(
            "restarted between calls, without warning",
            "answers",
            PeerKind.ALL,
            Setup.PLAIN,
            ConnectionSituations::killed),
        Situation.of(
            "restarted between calls, gently",
            "answers; the server does not wait for the client",
            PeerKind.SERVERS,
            Setup.PLAIN,
            ConnectionSituations::restarted),
        Situation.of(
            "told to stop during a call",
            "answers",
            PeerKind.SERVERS,
            Setup.PLAIN,
            ConnectionSituations::stoppedDuringACall),
        Situation.of(
            "killed during a call",
            "UNAVAILABLE",
            PeerKind.SERVERS,
            Setup.PLAIN,
            ConnectionSituations::killedDuringACall),
        Situation.of(
            "nobody listens",
            "UNAVAILABLE within a second",
            EnumSet.of(PeerKind.CPP),
            Setup.PLAIN,
            ConnectionSituations::nobodyListens),
        Situation.of(
            "connections end at an age of 50 ms, calls without pause",
            "answers",
            PeerKind.SERVERS,
            AGED,
            v -> times(300, v::echo)),
        Situation.of(
            "the same, with pauses of up to 25 ms",
            "answers",
            PeerKind.SERVERS,
            AGED,
            v -> pauses(v, 80, 0, 25)),
        Situation.of(
                "connections end when idle for 20 ms, pauses of 15 to 24 ms",
                "answers, nearly always",
                PeerKind.SERVERS,
                Setup.options("grpc.max_connection_idle_ms=20"),
                v -> pauses(v, 60, 15, 10))
            .with(Situation.Nature.BY_CHANCE),
        Situation.of(
            "pings while the client rests for 1.5 s, then a call",
            "answers",
            PeerKind.SERVERS,
            Setup.options(
                "grpc.keepalive_time_ms=100",
                "grpc.keepalive_timeout_ms=1000",
                "grpc.http2.min_sent_ping_interval_without_data_ms=10",
                "grpc.keepalive_permit_without_calls=1"),
            v -> {
              v.echo();
              ForeignProcess.pause(1500);
              v.echo();
            }));
  }

  /** Calls with pauses of so many milliseconds, and up to so many more, between them. */
  static void pauses(Visit visit, int calls, int least, int more) {
    for (int i = 0; i < calls; i++) {
      visit.echo();
      ForeignProcess.pause(least + i % more);
    }
  }

  private static void killed(Visit visit) throws IOException {
    for (int i = 0; i < 4; i++) {
      visit.echo();
      visit.peer().front().kill();
      visit.peer().front().start();
    }
    visit.echo();
  }

  private static void restarted(Visit visit) throws Exception {
    for (int i = 0; i < 4; i++) {
      visit.echo();
      long start = System.nanoTime();
      visit.peer().front().terminate();
      visit.peer().front().awaitExit();
      visit.count(System.nanoTime() - start < PATIENCE_NANOS, "the server waited");
      visit.peer().front().start();
    }
    visit.echo();
  }

  private static void stoppedDuringACall(Visit visit) throws Exception {
    for (int i = 0; i < 2; i++) {
      visit.echo();
      Thread caller = new Thread(() -> visit.echo("sleep-400"));
      caller.start();
      ForeignProcess.pause(200);
      visit.peer().front().terminate();
      caller.join();
      visit.peer().front().awaitExit();
      visit.peer().front().start();
    }
  }

  private static void killedDuringACall(Visit visit) throws Exception {
    for (int i = 0; i < 2; i++) {
      visit.echo();
      Thread caller =
          new Thread(() -> visit.fails(Visit.behaviour("sleep-2000"), Status.Code.UNAVAILABLE));
      caller.start();
      ForeignProcess.pause(300);
      visit.peer().front().kill();
      caller.join();
      visit.peer().front().start();
    }
  }

  private static void nobodyListens(Visit visit) {
    visit.to(ForeignProcess.newAddress());
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      try {
        visit.client().predict(Visit.SMALL, RequestOptions.DEFAULT);
        visit.count(false, "an answer");
      } catch (PredictException e) {
        boolean late = System.nanoTime() - start > 1_000_000_000L;
        visit.count(e.code() == Status.Code.UNAVAILABLE && !late, late ? "late" : e.code().name());
      }
    }
  }
}
