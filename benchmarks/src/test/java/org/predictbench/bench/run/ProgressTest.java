package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

class ProgressTest {
  private static final Suite SUITE = Synthetic.suite(2);
  private static final Cell BASE = SUITE.cells().get(0);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void elsewhereThereIsALineARoundWithTheTimeToGoAndALineACell() {
    Progress progress = progress(false);
    progress.starting(1, 2, 5, Duration.ZERO);
    progress.onSlice(1, 1, 3, BASE, Duration.ofSeconds(3));
    finishAll(progress, 1, Duration.ofSeconds(75));
    progress.starting(2, 0, 5, Duration.ofSeconds(75));
    progress.close();

    List<String> lines = text().lines().toList();
    assertThat(lines).hasSize(7);
    assertThat(lines.get(0))
        .isEqualTo("round 1/2: starting 2 servers, then 5 forks, time slices of 500 ms");
    assertThat(lines.get(1)).isEqualTo("[1/10] round 1  base                   p50 2.00 ms");
    assertThat(lines.get(6))
        .isEqualTo("round 2/2: starting 5 forks, time slices of 500 ms; 1:15 min to go");
  }

  @Test
  void onATerminalThereIsOneLineThatIsRewrittenAndTakenAway() {
    Progress progress = progress(true);
    progress.starting(1, 1, 5, Duration.ZERO);
    progress.onSlice(1, 1, 4, BASE, Duration.ofSeconds(10));
    progress.onSlice(1, 3, 4, BASE, Duration.ofSeconds(30));
    finishAll(progress, 1, Duration.ofSeconds(40));
    progress.close();

    assertThat(text()).doesNotContain("\n").endsWith("\r\u001b[K");
    assertThat(text().split("\r\u001b\\[K"))
        .containsExactly(
            "",
            "round 1/2 · starting 1 server, then 5 forks · 0:00 min so far",
            "round 1/2 · pass 1/4 · base · 0:10 min so far",
            // A quarter of the work took half a minute.
            "round 1/2 · pass 3/4 · base · 0:30 min so far · 1:30 min to go");
  }

  @Test
  void onATerminalFailuresStay() {
    Progress progress = progress(true);
    progress.finished(
        BASE,
        ForkRecord.of("base", 1, 1).took(Instant.EPOCH, 1).failed("died"),
        Duration.ofSeconds(1));
    assertThat(text()).isEqualTo("\r\u001b[K[1/10] round 1  base                   FAILED: died\n");
  }

  /** While servers and forks start, nothing is heard of them for up to half a minute. */
  @Test
  void onATerminalTheClockGoesOnByItself() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    Progress progress =
        new Progress(
            new PrintStream(bytes, true, StandardCharsets.UTF_8),
            SUITE,
            10,
            true,
            new Clock() {
              @Override
              public Instant instant() {
                return now.get();
              }

              @Override
              public ZoneId getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(ZoneId zone) {
                return this;
              }
            });
    progress.starting(1, 1, 5, Duration.ofSeconds(60));
    now.set(Instant.EPOCH.plusSeconds(7));
    progress.tick();
    progress.close();
    assertThat(text())
        .contains("starting 1 server, then 5 forks · 1:00 min so far")
        .contains("starting 1 server, then 5 forks · 1:07 min so far");
  }

  /** A line that a terminal breaks is not replaced by the next one. */
  @Test
  void onATerminalTheLineFitsIntoEightyColumns() {
    Cell wide =
        new Cell("a-cell-" + "with-a-very-long-name".repeat(4), "", Map.of(), "s", BASE.kind());
    Progress progress = progress(true);
    progress.starting(1, 1, 5, Duration.ZERO);
    progress.onSlice(1, 3, 4, wide, Duration.ofMinutes(100));
    progress.close();
    assertThat(text().split("\r\u001b\\[K"))
        .allSatisfy(line -> assertThat(line.length()).isLessThan(80))
        .anySatisfy(line -> assertThat(line).contains("a-cell-with", "… ·", "to go"));
  }

  private Progress progress(boolean terminal) {
    return new Progress(
        new PrintStream(bytes, true, StandardCharsets.UTF_8),
        SUITE,
        10,
        terminal,
        Clock.systemUTC());
  }

  private static void finishAll(Progress progress, int round, Duration elapsed) {
    for (Cell cell : SUITE.cells()) {
      progress.finished(
          cell, Synthetic.fork(cell.name(), round, 1, List.of(new long[] {2_000_000, 9})), elapsed);
    }
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
