package org.predictbench.bench.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostCheckTest {
  private static final Jitter CALM = new Jitter(1, 0.0005, 20);

  /** Microseconds. */
  private static final double CHEAP_FAULT = 0.3;

  @TempDir Path root;

  @Test
  void aQuietHostHasNothingAgainstIt() throws Exception {
    file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance");
    file("sys/devices/system/cpu/intel_pstate/no_turbo", "1");
    file("proc/loadavg", "0.04 0.10 0.20 1/100 7");
    file("proc/meminfo", "SwapTotal: 100 kB\nSwapFree: 100 kB");
    file("sys/fs/cgroup/cpu.max", "max 100000");
    file("sys/class/net/lo/flags", "0x9");
    file("sys/devices/system/cpu/cpu0/cache/index0/size", "32K");
    assertThat(check(root, CALM).warnings()).isEmpty();
    assertThat(check(root.resolve("nowhere"), CALM).warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor | powersave | governor is 'powersave'",
        "sys/devices/system/cpu/intel_pstate/no_turbo | 0 | turbo is on",
        "sys/devices/system/cpu/cpufreq/boost | 1 | turbo is on",
        "proc/loadavg | 2.60 2.39 2.09 3/148 6651 | load 2.60 in the last minute, 2 cores",
        "proc/meminfo | SwapTotal: 9 kB;SwapFree: 4 kB | 4 kB of 9 kB are free",
        "sys/fs/cgroup/cpu.max | 150000 100000 | allows 1.50 of 2 cores",
        "sys/class/net/lo/flags | 0x8 | loopback interface is down"
      })
  void eachFaultIsOneWarning(String name, String content, String warning) throws Exception {
    file("sys/devices/system/cpu/cpu0/cache/index0/size", "32K");
    file(name, content.replace(';', '\n'));
    assertThat(check(root, CALM).warnings()).singleElement().asString().contains(warning);
  }

  @Test
  void aCpuWithoutCacheSizesIsOneWarning() throws Exception {
    file("sys/devices/system/cpu/cpu0/topology/core_id", "0");
    assertThat(check(root, CALM).warnings())
        .singleElement()
        .asString()
        .startsWith("this CPU reports no cache sizes");
    Files.createDirectories(root.resolve("sys/devices/system/cpu/cpu0/cache"));
    assertThat(check(root, CALM).warnings()).hasSize(1);
    file("sys/devices/system/cpu/cpu0/cache/index2/size", "2048K");
    assertThat(check(root, CALM).warnings()).isEmpty();
  }

  @Test
  void costlyPageFaultsAreOneWarning() {
    assertThat(HostCheck.of(root, 2, "0.01", CALM, 11.2).warnings())
        .singleElement()
        .asString()
        .startsWith("a page fault costs 11 µs here, against 0.1 to 0.5 µs on bare metal");
    assertThat(HostCheck.of(root, 2, "0.01", CALM, 2.9).warnings()).isEmpty();
    assertThat(HostCheck.of(root, 2, "0.01", CALM, Double.NaN).warnings()).isEmpty();
  }

  @Test
  void timeTakenFromAnIdleThreadIsSeen() {
    AtomicLong clock = new AtomicLong();
    AtomicLong looks = new AtomicLong();
    // Each hundredth look finds two milliseconds gone.
    Jitter jitter =
        Jitter.measure(
            () -> clock.addAndGet(looks.incrementAndGet() % 100 == 0 ? 2_000_000 : 100),
            Duration.ofSeconds(1));
    assertThat(jitter.stolenShare()).isCloseTo(0.995, within(0.002));
    assertThat(jitter.largestGapMicros()).isEqualTo(2000);
    assertThat(check(root, jitter).warnings())
        .singleElement()
        .asString()
        .contains("up to 2.0 ms at once");
  }

  private void file(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content + "\n");
  }

  private static HostCheck check(Path root, Jitter jitter) {
    return HostCheck.of(root, 2, HostCheck.load(root), jitter, CHEAP_FAULT);
  }
}
