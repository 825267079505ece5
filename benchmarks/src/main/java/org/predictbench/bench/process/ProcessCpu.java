package org.predictbench.bench.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** CPU time of this JVM. */
public final class ProcessCpu {
  private ProcessCpu() {}

  /** Of all its threads, the JIT's and the collector's too; null where it is not known. */
  public static Long nanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            && system.getProcessCpuTime() >= 0
        ? system.getProcessCpuTime()
        : null;
  }
}
