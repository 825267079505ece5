package org.predictbench.bench.load.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntervalLogTest {
  @TempDir Path folder;

  @Test
  void logsOfSeveralRecordersAddUpToOneFedWithAll() throws Exception {
    Histograms one = new Histograms();
    List<Interval> merged = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 4; i++) {
      Path file = folder.resolve(i + ".hlog");
      IntervalLog log = IntervalLog.create(file, Clock.systemUTC().millis());
      Recording recording = new Recording(Duration.ofMillis(20), Clock.systemUTC(), log);
      for (int sample = 0; sample < 20_000; sample++) {
        long latency = (long) Math.exp(random.nextDouble() * 25);
        recording.sent(0, latency / 100);
        one.of(Tag.LATENESS).recordValue(latency / 100);
        if (sample % 10 == 0) {
          recording.failed(0, latency / 2, latency, "UNAVAILABLE");
          one.of(Tag.FAILED).recordValue(latency);
        } else {
          recording.answered(0, latency / 2, latency);
          one.of(Tag.CORRECTED).recordValue(latency);
          one.of(Tag.UNCORRECTED).recordValue(latency - latency / 2);
        }
      }
      await().until(() -> !recording.intervals().isEmpty());
      recording.close();
      assertThat(IntervalLog.read(file)).hasSizeGreaterThan(1);
      merged.addAll(IntervalLog.read(file));
    }
    Path all = folder.resolve("all.hlog");
    IntervalLog.write(all, merged);

    Histograms read = IntervalLog.total(IntervalLog.read(all));
    for (Tag tag : Tag.values()) {
      assertThat(read.of(tag)).as(tag.id()).isEqualTo(one.of(tag));
    }
    assertThat(read.answered()).isEqualTo(4 * 18_000);
  }

  @Test
  void whatIsNoLogIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("x.hlog"), "seven\n");
    assertThatThrownBy(() -> IntervalLog.read(file)).hasMessageContaining(file.toString());
    assertThatThrownBy(() -> IntervalLog.read(folder.resolve("none")))
        .hasMessageContaining("cannot read log");
  }
}
