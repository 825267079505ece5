package org.predictbench.bench.load.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivalsTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void poissonGapsAreExponentialAndFollowFromTheSeed() {
    Arrivals arrivals = new Arrivals.Poisson(2000);
    Schedule schedule = arrivals.schedule(TEN_SECONDS, 42, Share.WHOLE);

    assertThat(arrivals.schedule(TEN_SECONDS, 42, Share.WHOLE).offsetsNanos())
        .isEqualTo(schedule.offsetsNanos());
    assertThat(arrivals.schedule(TEN_SECONDS, 43, Share.WHOLE).offsetsNanos())
        .isNotEqualTo(schedule.offsetsNanos());
    double[] gaps = gaps(schedule);
    double mean = Arrays.stream(gaps).average().orElseThrow();
    double variance = Arrays.stream(gaps).map(gap -> (gap - mean) * (gap - mean)).sum();
    assertThat(mean).isCloseTo(500_000, within(15_000.0));
    // An exponential's deviation is its mean, and half of it lies below ln 2 times the mean.
    assertThat(Math.sqrt(variance / gaps.length) / mean).isCloseTo(1, within(0.05));
    double below = Arrays.stream(gaps).filter(gap -> gap < mean * Math.log(2)).count();
    assertThat(below / gaps.length).isCloseTo(0.5, within(0.02));
  }

  @Test
  void sharesOfAPoissonLoadAreIndependentAndAddUpToItsRate() {
    Arrivals arrivals = new Arrivals.Poisson(2000);
    long[][] shares =
        IntStream.range(0, 4)
            .mapToObj(i -> arrivals.schedule(TEN_SECONDS, 42, new Share(i, 4)).offsetsNanos())
            .toArray(long[][]::new);

    for (long[] share : shares) {
      assertThat(share.length).isBetween(4700, 5300);
    }
    assertThat(shares[0]).isNotEqualTo(shares[1]);
    long[] all = Arrays.stream(shares).flatMapToLong(LongStream::of).sorted().toArray();
    double[] gaps = gaps(new Schedule(all, TEN_SECONDS));
    double mean = Arrays.stream(gaps).average().orElseThrow();
    double below = Arrays.stream(gaps).filter(gap -> gap < mean * Math.log(2)).count();
    assertThat(below / gaps.length).isCloseTo(0.5, within(0.02));
  }

  @Test
  void uniformSharesTogetherAreTheWhole() {
    Arrivals arrivals = new Arrivals.Uniform(300);
    long[] whole = arrivals.schedule(TEN_SECONDS, 1, Share.WHOLE).offsetsNanos();
    long[] dealt =
        IntStream.range(0, 3)
            .mapToObj(i -> arrivals.schedule(TEN_SECONDS, 1, new Share(i, 3)).offsetsNanos())
            .flatMapToLong(LongStream::of)
            .sorted()
            .toArray();

    assertThat(whole).hasSize(3000);
    assertThat(whole[1]).isEqualTo(3_333_333);
    assertThat(dealt).isEqualTo(whole);
  }

  @Test
  void aReplayBeginsWithItsFirstArrivalAndEndsWithTheLoad() throws Exception {
    Path file = folder.resolve("arrivals.txt");
    Files.writeString(file, "# seconds\n1700000000.25\n1700000000.5\n\n1700000001.250000001\n");
    Arrivals arrivals = ReplayFile.read(file);

    assertThat(arrivals.schedule(TEN_SECONDS, 1, Share.WHOLE).offsetsNanos())
        .containsExactly(0, 250_000_000, 1_000_000_001);
    assertThat(arrivals.schedule(Duration.ofMillis(300), 1, Share.WHOLE).size()).isEqualTo(2);
    assertThat(arrivals.rate()).isCloseTo(2, within(1e-6));
    assertThat(arrivals.at(4).schedule(TEN_SECONDS, 1, Share.WHOLE).offsetsNanos()[1])
        .isCloseTo(125_000_000, within(1L));
  }

  @Test
  void aReplayThatCannotBeReadNamesTheLine() throws Exception {
    Path file = folder.resolve("arrivals.txt");
    Files.writeString(file, "1\nsoon\n");
    assertThatThrownBy(() -> ReplayFile.read(file))
        .hasMessage(file + " line 2: 'soon' is no time in seconds");
    Files.writeString(file, "2\n1\n");
    assertThatThrownBy(() -> ReplayFile.read(file))
        .hasMessageContaining("line 2: 1 s is earlier than the arrival before it");
    Files.writeString(file, "2\n");
    assertThatThrownBy(() -> ReplayFile.read(file)).hasMessageContaining("two arrivals");
  }

  @Test
  void sharesAndRatesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Share.parse("4/4")).hasMessageContaining("runs from 0");
    assertThatThrownBy(() -> Share.parse("all")).hasMessageContaining("such as 0/4");
    assertThatThrownBy(() -> new Arrivals.Poisson(0)).hasMessageContaining("rate 0.0");
    assertThat(new Arrivals.Poisson(2000)).hasToString("poisson, 2000/s");
    assertThat(new Arrivals.Uniform(12.5)).hasToString("uniform, 12.5/s");
  }

  private static double[] gaps(Schedule schedule) {
    long[] at = schedule.offsetsNanos();
    return IntStream.range(1, at.length).mapToDouble(i -> at[i] - at[i - 1]).toArray();
  }
}
