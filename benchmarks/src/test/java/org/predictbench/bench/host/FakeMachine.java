package org.predictbench.bench.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** A machine of two cores whose clocks and counters go on when a test says so. */
public final class FakeMachine {
  private static final long OWN = 7;

  private final Path root;
  private long nanos;
  private Duration wall = Duration.ZERO;
  private double boot = 1000;
  private long busyTicks = 5000;
  private long ownTicks = 300;
  private long stolenTicks;
  private long throttles;
  private double throttledSeconds;
  private String cpuMax = "max 100000";
  private String allowed = "0-1";

  public FakeMachine(Path root) {
    this.root = root;
    write();
  }

  public MachineProbe probe() {
    return new MachineProbe(root, new Wall(), () -> nanos, () -> List.of(OWN));
  }

  /** Some time goes by in which the run used one core, and others some hundredths of one. */
  public void pass(Duration time) {
    nanos += time.toNanos();
    wall = wall.plus(time);
    boot += time.toMillis() / 1e3;
    busyTicks += time.toMillis() / 10 + time.toMillis() / 500;
    ownTicks += time.toMillis() / 10;
    write();
  }

  /** Others used so much CPU time, within time that has passed. */
  public void hog(Duration used) {
    busyTicks += used.toMillis() / 10;
    write();
  }

  public void steal(Duration stolen) {
    stolenTicks += stolen.toMillis() / 10;
    write();
  }

  public void throttle(int times, Duration held) {
    throttles += times;
    throttledSeconds += held.toMillis() / 1e3;
    write();
  }

  /** As {@code cpu.max} has it. */
  public void limit(String quotaAndPeriod) {
    cpuMax = quotaAndPeriod;
    write();
  }

  public void allow(String cpus) {
    allowed = cpus;
    write();
  }

  public void setWallClock(Duration by) {
    wall = wall.plus(by);
  }

  /** The monotonic clock stands; the others go on. */
  public void suspend(Duration time) {
    boot += time.toMillis() / 1e3;
    wall = wall.plus(time);
    write();
  }

  private void write() {
    file("proc/stat", "cpu  %d 0 0 9 9 9 9 %d 0 0", busyTicks, stolenTicks);
    file("proc/uptime", "%.2f 5.00", boot);
    file("proc/7/stat", "7 (a (b) c) S 1 7 7 0 -1 0 0 0 0 0 %d 0 0 0 20 0", ownTicks);
    file("proc/7/status", "Name:\ta\nCpus_allowed_list:\t%s", allowed);
    file("proc/self/cgroup", "0::/outer/ours");
    file("sys/fs/cgroup/outer/cpu.max", cpuMax);
    file("sys/fs/cgroup/outer/ours/cpu.max", "max 100000");
    file(
        "sys/fs/cgroup/outer/cpu.stat",
        "usage_usec 1\nnr_periods 9\nnr_throttled %d\nthrottled_usec %.0f",
        throttles,
        throttledSeconds * 1e6);
  }

  private void file(String name, String format, Object... values) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, String.format(Locale.ROOT, format, values) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Wall extends Clock {
    @Override
    public Instant instant() {
      return Instant.parse("2026-11-02T10:00:00Z").plus(wall);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
