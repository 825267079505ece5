package org.predictbench.client.peers;

import io.grpc.Status;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.predictbench.client.Inputs;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.TestTensors;

/** Calls, requests and replies of every kind. */
final class CallSituations {
  /** 602 KB, an image. */
  static final Inputs IMAGE = TestTensors.input(224 * 224 * 3, 1, 224, 224, 3);

  /** 19 MB. */
  static final Inputs IMAGES = TestTensors.input(32 * 224 * 224 * 3, 32, 224, 224, 3);

  private static final int THREADS = 32;

  private CallSituations() {}

  static List<Situation> all(int callsEach) {
    return List.of(
        Situation.of("plain calls", "answers", PeerKind.ALL, Setup.PLAIN, v -> times(20, v::echo)),
        Situation.of(
            "a request of 19 MB, echoed",
            "answers",
            PeerKind.ALL,
            Setup.LARGE,
            v -> v.echo(IMAGES, RequestOptions.DEFAULT)),
        Situation.of(
            "a reply of 8 MB",
            "answers",
            PeerKind.ALL,
            Setup.PLAIN,
            v -> times(3, () -> v.empty(Visit.SMALL, Visit.behaviour("reply-8000000")))),
        Situation.of(
            "replies by gzip, unasked",
            "answers",
            EnumSet.complementOf(EnumSet.of(PeerKind.NODE)),
            Setup.PLAIN,
            v -> times(5, () -> v.echo("gzip"))),
        Situation.of(
            "a status text beyond ASCII",
            "INVALID_ARGUMENT with that text",
            PeerKind.ALL,
            Setup.PLAIN,
            v ->
                times(
                    5, () -> v.fails("unicode", Status.Code.INVALID_ARGUMENT, "Größe 100 % + 你好"))),
        Situation.of(
            "a status with binary details",
            "NOT_FOUND with its text",
            PeerKind.ALL,
            Setup.PLAIN,
            v -> times(5, () -> v.fails("details", Status.Code.NOT_FOUND, "with details"))),
        Situation.of(
            "6 KB of trailers",
            "answers",
            PeerKind.ALL,
            Setup.PLAIN,
            v -> times(5, () -> v.echo("trailer"))),
        Situation.of(
            "60 headers before the reply",
            "answers",
            PeerKind.ALL,
            Setup.PLAIN,
            v -> times(5, () -> v.echo("headers"))),
        Situation.of(
                "12 KB of request headers, then a plain call",
                "an answer or a refusal, then an answer",
                PeerKind.ALL,
                Setup.PLAIN,
                v -> longHeaders(v, 12_000))
            .with(Situation.Nature.BY_CHANCE),
        Situation.of(
                "40 KB of request headers, then a plain call",
                "an answer or a refusal, then an answer",
                PeerKind.ALL,
                Setup.PLAIN,
                v -> longHeaders(v, 40_000))
            .with(Situation.Nature.BY_CHANCE),
        Situation.of(
            "40 KB of request headers, which are welcome",
            "answers",
            PeerKind.CORE,
            Setup.options("grpc.max_metadata_size=100000"),
            v ->
                times(
                    3,
                    () -> v.echo(RequestOptions.DEFAULT.withHeader("x-long", "h".repeat(40_000))))),
        Situation.of(
            "a method that is not there",
            "UNIMPLEMENTED",
            PeerKind.ALL,
            Setup.options("unimplemented=1"),
            v -> times(5, () -> v.fails(RequestOptions.DEFAULT, Status.Code.UNIMPLEMENTED))),
        Situation.of(
            "a reply before the request of 19 MB is read, then a plain call",
            "answers",
            PeerKind.ALL,
            Setup.LARGE,
            v ->
                times(
                    2,
                    () -> {
                      v.empty(IMAGES, Visit.behaviour("early"));
                      v.echo();
                    })),
        Situation.of(
            "windows of 1000 bytes, a request of 602 KB",
            "answers",
            EnumSet.complementOf(EnumSet.of(PeerKind.NODE)),
            new Setup(
                    List.of("grpc.http2.lookahead_bytes=1000", "grpc.http2.bdp_probe=0"), Set.of())
                .with(ProxyTrait.SMALL_WINDOWS),
            v -> times(3, () -> v.echo(IMAGE, RequestOptions.DEFAULT))),
        Situation.of(
            "one call a connection at a time, 8 threads",
            "answers",
            PeerKind.ALL,
            Setup.options("grpc.max_concurrent_streams=1").with(ProxyTrait.ONE_STREAM),
            v -> v.inThreads(8, number -> times(10, v::echo))),
        Situation.of(
            THREADS + " threads, " + callsEach + " calls each",
            "answers",
            PeerKind.ALL,
            Setup.PLAIN,
            v -> v.inThreads(THREADS, number -> times(callsEach, v::echo))));
  }

  private static void longHeaders(Visit visit, int length) {
    RequestOptions options = RequestOptions.DEFAULT.withHeader("x-long", "h".repeat(length));
    for (int i = 0; i < 3; i++) {
      visit.answeredOrRefused(options);
      visit.echo();
    }
  }

  static void times(int count, Runnable call) {
    for (int i = 0; i < count; i++) {
      call.run();
    }
  }
}
