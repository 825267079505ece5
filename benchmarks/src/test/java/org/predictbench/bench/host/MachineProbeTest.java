package org.predictbench.bench.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineProbeTest {
  @TempDir Path root;

  @Test
  void everythingIsReadFromTheFilesOfTheRoot() {
    FakeMachine machine = new FakeMachine(root);
    MachineState before = machine.probe().look();
    machine.pass(Duration.ofSeconds(10));
    machine.hog(Duration.ofSeconds(9));
    machine.steal(Duration.ofSeconds(1));
    machine.throttle(3, Duration.ofMillis(1500));
    MachineState after = machine.probe().look();

    assertThat(after.monotonicSeconds() - before.monotonicSeconds()).isEqualTo(10);
    assertThat(after.bootSeconds() - before.bootSeconds()).isCloseTo(10, within(1e-6));
    assertThat(after.busySeconds() - before.busySeconds()).isCloseTo(19.2, within(1e-6));
    assertThat(after.ownSeconds() - before.ownSeconds()).isCloseTo(10, within(1e-6));
    assertThat(after.stolenSeconds() - before.stolenSeconds()).isCloseTo(1, within(1e-6));
    assertThat(after.throttles() - before.throttles()).isEqualTo(3);
    assertThat(after.throttledSeconds() - before.throttledSeconds()).isCloseTo(1.5, within(1e-6));
    assertThat(after.cpus()).isEqualTo("CPU 0-1");
  }

  @Test
  void theTightestLimitOfAllGroupsAroundUsCounts() {
    FakeMachine machine = new FakeMachine(root);
    machine.limit("50000 100000");
    machine.allow("1");
    assertThat(machine.probe().look().cpus()).isEqualTo("CPU 1, at most 0.50 cores");
  }

  @Test
  void controlGroupsOfVersionOneAreReadToo() throws Exception {
    new FakeMachine(root);
    file("proc/self/cgroup", "4:memory:/x\n2:cpu,cpuacct:/x/y\n0::/");
    file("sys/fs/cgroup/cpu,cpuacct/x/y/cpu.cfs_quota_us", "-1");
    file("sys/fs/cgroup/cpu,cpuacct/x/y/cpu.cfs_period_us", "100000");
    file("sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_quota_us", "150000");
    file("sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_period_us", "100000");
    file("sys/fs/cgroup/cpu,cpuacct/x/cpu.stat", "nr_throttled 4\nthrottled_time 2500000000");
    MachineState state =
        new MachineProbe(root, Clock.systemUTC(), System::nanoTime, () -> List.of(7L)).look();
    assertThat(state.cpus()).isEqualTo("CPU 0-1, at most 1.50 cores");
    assertThat(state.throttles()).isEqualTo(4);
    assertThat(state.throttledSeconds()).isEqualTo(2.5);
  }

  @Test
  void whatCannotBeReadIsUnknown() {
    MachineState state =
        new MachineProbe(
                root.resolve("nowhere"), Clock.systemUTC(), System::nanoTime, () -> List.of(7L))
            .look();
    assertThat(state.busySeconds()).isNull();
    assertThat(state.ownSeconds()).isNull();
    assertThat(state.bootSeconds()).isNull();
    assertThat(state.throttles()).isNull();
    assertThat(state.cpus()).isEqualTo(HostFiles.UNAVAILABLE);
  }

  @Test
  void ourOwnCpuTimeIsSeenOnThisMachine() {
    MachineProbe probe = MachineProbe.ofThisMachine();
    double before = probe.look().ownSeconds();
    long end = System.nanoTime() + 200_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(probe.look().ownSeconds()).isGreaterThan(before);
  }

  private void file(String name, String content) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content + "\n");
  }
}
