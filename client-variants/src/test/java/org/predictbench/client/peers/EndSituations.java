package org.predictbench.client.peers;

import static org.predictbench.client.peers.CallSituations.IMAGES;
import static org.predictbench.client.peers.CallSituations.times;

import io.grpc.Status;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.TestTensors;

/** Calls that end before their time: by a limit, a deadline, or whoever made them. */
final class EndSituations {
  /** Beyond the 4 MiB that gRPC takes unless told otherwise, if not by much. */
  private static final Inputs FIVE_MEGABYTES = TestTensors.input(1_250_000, 1_250_000);

  private static final RequestOptions SLOW = Visit.behaviour("sleep-400");
  private static final RequestOptions LATE = SLOW.withDeadline(Duration.ofMillis(50));
  private static final Set<Status.Code> TOO_LARGE = EnumSet.of(Status.Code.RESOURCE_EXHAUSTED);

  private EndSituations() {}

  static List<Situation> all() {
    return List.of(
        Situation.of(
            "a request of 19 MB beyond the limit of 4 MiB, then a plain call",
            "RESOURCE_EXHAUSTED, then an answer",
            PeerKind.ALL,
            Setup.PLAIN,
            EndSituations::refusedEarly),
        Situation.of(
            "60 requests of 5 MB beyond that limit, in a row",
            "RESOURCE_EXHAUSTED",
            PeerKind.SERVERS,
            Setup.PLAIN,
            v -> times(60, () -> v.fails(FIVE_MEGABYTES, RequestOptions.DEFAULT, TOO_LARGE))),
        Situation.of(
            "a deadline that the server itself keeps, 50 ms",
            "DEADLINE_EXCEEDED",
            PeerKind.ALL,
            Setup.PLAIN,
            v ->
                times(
                    10, () -> v.fails(Visit.behaviour("deadline"), Status.Code.DEADLINE_EXCEEDED))),
        Situation.of(
            "a deadline of 50 ms, a slow server, then a plain call",
            "DEADLINE_EXCEEDED, then an answer",
            PeerKind.ALL,
            Setup.PLAIN,
            v ->
                times(
                    10,
                    () -> {
                      v.fails(LATE, Status.Code.DEADLINE_EXCEEDED);
                      v.echo();
                    })),
        Situation.of(
            "a call that is cancelled, then a plain one",
            "cancelled, then an answer",
            PeerKind.ALL,
            Setup.PLAIN,
            v -> times(5, () -> cancelled(v))),
        Situation.of(
            "close() during a call",
            "CANCELLED, or the answer",
            PeerKind.ALL,
            Setup.PLAIN,
            v -> times(3, () -> closedMeanwhile(v))));
  }

  private static void refusedEarly(Visit visit) {
    for (int i = 0; i < 3; i++) {
      visit.another();
      visit.fails(IMAGES, RequestOptions.DEFAULT, TOO_LARGE);
      visit.echo();
    }
  }

  private static void cancelled(Visit visit) {
    CompletableFuture<Outputs> call = visit.client().predictAsync(Visit.SMALL, SLOW);
    ForeignProcess.pause(20);
    call.cancel(true);
    try {
      call.join();
      visit.count(false, "an answer");
    } catch (CancellationException e) {
      visit.count(true, "");
    }
    visit.echo();
  }

  private static void closedMeanwhile(Visit visit) {
    PredictClient client = visit.another();
    Thread closer =
        new Thread(
            () -> {
              ForeignProcess.pause(100);
              client.close();
            });
    closer.start();
    try {
      client.predict(Visit.SMALL, SLOW);
      visit.count(true, "");
    } catch (PredictException e) {
      visit.failed(e.code() == Status.Code.CANCELLED, e);
    }
  }
}
