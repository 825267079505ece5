package org.predictbench.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.IntervalLog;
import org.predictbench.bench.load.record.Recording;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.send.Arrivals;
import org.predictbench.bench.load.send.Calls;
import org.predictbench.bench.load.send.ClosedLoop;
import org.predictbench.bench.load.send.Flood;
import org.predictbench.bench.load.send.Load;
import org.predictbench.bench.load.send.OpenLoop;
import org.predictbench.bench.load.send.Pacer;
import org.predictbench.bench.load.send.Priority;
import org.predictbench.bench.load.send.Share;
import org.predictbench.client.PredictClient;
import org.predictbench.client.RequestOptions;

/** Loads against a real server that misbehaves: whatever it does, the account closes. */
class LoadTest {
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final OpenLoop.Limits ROOMY = new OpenLoop.Limits(1000, 1000, 1);

  private FaultyServer server;
  private PredictClient client;
  private Recording recording;
  private Load.Course course;

  @BeforeEach
  void start() throws Exception {
    server = new FaultyServer();
    client = server.client(DEADLINE);
    client.predict(FaultyServer.INPUTS);
    recording = new Recording(Duration.ofMillis(100), Clock.systemUTC(), null);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void aHealthyServerAnswersAllThatWasPlanned() throws Exception {
    Histograms all = run(open(new Arrivals.Poisson(500), Duration.ofSeconds(1), ROOMY));

    assertThat(all.answered()).isEqualTo(course.planned()).isGreaterThan(400);
    assertThat(all.of(Tag.UNCORRECTED).getTotalCount()).isEqualTo(all.answered());
    assertThat(course.stopped()).isFalse();
    assertThat(course.sendingNanos()).isGreaterThanOrEqualTo(1_000_000_000L);
    assertThat(server.calls()).isEqualTo(course.planned() + 1);
  }

  @Test
  void aStallShowsInTheCorrectedTailAndNotInTheUncorrected() throws Exception {
    server.stall(Duration.ofMillis(500), Duration.ofMillis(1400));
    // As in a closed loop of four: while they wait for the stalled server nobody else is sent.
    Histograms all =
        run(
            open(
                new Arrivals.Uniform(300), Duration.ofSeconds(3), new OpenLoop.Limits(4, 1000, 1)));

    assertThat(all.answered()).isEqualTo(900);
    assertThat(all.micros(Tag.CORRECTED, 99)).isGreaterThan(500_000);
    assertThat(all.micros(Tag.UNCORRECTED, 99)).isLessThan(250_000);
    assertThat(all.micros(Tag.UNCORRECTED, 100)).isGreaterThan(1_300_000);
  }

  @Test
  void aClosedLoopHidesTheSameStall() throws Exception {
    server.stall(Duration.ofMillis(500), Duration.ofMillis(1400));
    Histograms all = run(new ClosedLoop(4, Duration.ofSeconds(3), calls(), recording));

    assertThat(all.micros(Tag.CORRECTED, 99)).isLessThan(250_000);
    assertThat(all.micros(Tag.CORRECTED, 100)).isGreaterThan(1_300_000);
  }

  @Test
  void nothingIsLostWhenTheServerIsKilledAndRestarted() throws Exception {
    Load load = open(new Arrivals.Poisson(500), Duration.ofSeconds(4), ROOMY);
    FaultyServer killed = server;
    Thread killer =
        new Thread(
            () -> {
              try {
                await().until(() -> killed.calls() > 200);
                killed.kill();
                await().until(() -> !recording.reasons().isEmpty());
                server = killed.restart();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    killer.start();
    Histograms all = run(load);
    killer.join();

    assertThat(all.failed()).isPositive();
    assertThat(recording.reasons()).containsKey("UNAVAILABLE");
    assertThat(server.calls()).as("calls that the restarted server got").isPositive();
    // The connection came back by itself.
    assertThat(all.answered()).isGreaterThan(course.planned() / 2);
  }

  @Test
  void refusedConnectionsFailOneByOne() throws Exception {
    server.kill();
    Histograms all = run(open(new Arrivals.Uniform(200), Duration.ofSeconds(1), ROOMY));

    assertThat(all.failed()).isEqualTo(200);
    assertThat(recording.reasons()).isEqualTo(Map.of("UNAVAILABLE", 200L));
  }

  @Test
  void slowRepliesAreSlowInBothAndLateInNeither() throws Exception {
    server.slowDown(Duration.ofMillis(300));
    Histograms all = run(open(new Arrivals.Uniform(100), Duration.ofSeconds(1), ROOMY));

    assertThat(all.answered()).isEqualTo(100);
    assertThat(all.micros(Tag.CORRECTED, 0)).isGreaterThan(299_000);
    assertThat(all.micros(Tag.UNCORRECTED, 0)).isGreaterThan(299_000);
    assertThat(all.micros(Tag.LATENESS, 50)).isLessThan(100_000);
  }

  @Test
  void whatFindsNoRoomIsDroppedAndCounted() throws Exception {
    server.slowDown(Duration.ofMillis(500));
    Histograms all =
        run(open(new Arrivals.Uniform(200), Duration.ofSeconds(1), new OpenLoop.Limits(10, 20, 1)));

    // Two lots of ten are answered within the second; then twenty wait and the rest is dropped.
    assertThat(all.answered()).isBetween(30L, 60L);
    assertThat(all.dropped()).isEqualTo(200 - all.answered());
    assertThat(server.calls()).isEqualTo(all.answered() + 1);
  }

  @Test
  void wrongAnswersAreFailures() throws Exception {
    server.answerWrongly(10);
    Histograms all = run(open(new Arrivals.Uniform(200), Duration.ofSeconds(1), ROOMY));

    assertThat(recording.reasons()).isEqualTo(Map.of("wrong answer", 20L));
    assertThat(all.answered()).isEqualTo(180);
  }

  @Test
  void aSilentServerCannotHoldTheRunUp() throws Exception {
    server.fallSilent();
    long start = System.nanoTime();
    Histograms all =
        run(
            new OpenLoop(
                new Arrivals.Uniform(100).schedule(Duration.ofMillis(500), 1, Share.WHOLE),
                new Calls(
                    client,
                    RequestOptions.DEFAULT,
                    FaultyServer.requests(),
                    Duration.ofMillis(500)),
                new OpenLoop.Limits(20, 10, 1),
                new Pacer(Duration.ofMillis(0), Priority.ORDINARY),
                recording));

    assertThat(System.nanoTime() - start).isLessThan(2_500_000_000L);
    assertThat(recording.reasons()).isEqualTo(Map.of("unanswered at the end", 20L));
    assertThat(all.dropped()).isEqualTo(30);
  }

  @Test
  void aStoppedLoadKeepsItsAccount() throws Exception {
    Load load = open(new Arrivals.Uniform(100), Duration.ofSeconds(60), ROOMY);
    Thread stopper =
        new Thread(
            () -> {
              await().until(() -> server.calls() > 20);
              load.stop();
            });
    stopper.start();
    course = load.run();
    recording.close();
    Histograms all = IntervalLog.total(recording.intervals());

    assertThat(course.stopped()).isTrue();
    assertThat(course.planned()).isEqualTo(6000);
    assertThat(all.sent()).isBetween(10L, 100L).isEqualTo(all.answered());
  }

  @Test
  void severalSendersSendEachRequestOnce() throws Exception {
    Histograms all =
        run(
            open(
                new Arrivals.Poisson(1000),
                Duration.ofSeconds(1),
                new OpenLoop.Limits(1000, 1000, 3)));

    assertThat(server.calls()).isEqualTo(course.planned() + 1);
    assertThat(all.answered()).isEqualTo(course.planned());
  }

  @Test
  void aFloodKeepsItsNumberInFlight() throws Exception {
    server.slowDown(Duration.ofMillis(100));
    Histograms all = run(new Flood(8, Duration.ofSeconds(1), calls(), recording));

    // Eight each 100 ms; those under way at the end are waited for.
    assertThat(all.answered()).isBetween(40L, 88L);
    assertThat(all.answered() % 8).isZero();
  }

  private Calls calls() {
    return new Calls(
        client, RequestOptions.DEFAULT, FaultyServer.requests(), DEADLINE.plusSeconds(2));
  }

  private Load open(Arrivals arrivals, Duration duration, OpenLoop.Limits limits) {
    return new OpenLoop(
        arrivals.schedule(duration, 42, Share.WHOLE),
        calls(),
        limits,
        new Pacer(Duration.ofNanos(50_000), Priority.ORDINARY),
        recording);
  }

  private Histograms run(Load load) throws Exception {
    course = load.run();
    recording.close();
    Histograms all = IntervalLog.total(recording.intervals());
    assertThat(all.sent()).as("planned = sent").isEqualTo(course.planned());
    assertThat(all.answered() + all.failed() + all.dropped())
        .as("sent = answered + failed + dropped")
        .isEqualTo(all.sent());
    return all;
  }
}
