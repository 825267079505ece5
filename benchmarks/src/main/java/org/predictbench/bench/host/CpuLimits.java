package org.predictbench.bench.host;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The limits on CPU time of our control group and of those around it, of version 2 and 1.
 *
 * @param most the tightest, such as {@code 0.50 cores}; empty if there is none
 * @param throttles how often the groups were held up since they were made; null if none tells
 * @param throttledSeconds for how long; null if none tells
 */
record CpuLimits(Optional<String> most, Long throttles, Double throttledSeconds) {
  static CpuLimits of(HostFiles host) {
    double cores = Double.POSITIVE_INFINITY;
    for (String limit : host.cgroups("cpu.max")) {
      cores = Math.min(cores, cores(limit.split(" ", -1)));
    }
    List<String> quotas = host.cgroups("cpu.cfs_quota_us");
    List<String> periods = host.cgroups("cpu.cfs_period_us");
    for (int i = 0; i < Math.min(quotas.size(), periods.size()); i++) {
      cores = Math.min(cores, cores(quotas.get(i), periods.get(i)));
    }
    List<String> stats = host.cgroups("cpu.stat");
    boolean tells = stats.stream().anyMatch(stat -> stat.contains("nr_throttled "));
    return new CpuLimits(
        Double.isFinite(cores)
            ? Optional.of(String.format(Locale.ROOT, "%.2f cores", cores))
            : Optional.empty(),
        tells ? sum(stats, "nr_throttled") : null,
        // Microseconds in version 2, nanoseconds in version 1.
        tells ? sum(stats, "throttled_usec") / 1e6 + sum(stats, "throttled_time") / 1e9 : null);
  }

  /** No limit is {@code max} in version 2, and below zero in version 1. */
  private static double cores(String... quotaAndPeriod) {
    return quotaAndPeriod.length == 2
            && quotaAndPeriod[0].matches("\\d+")
            && quotaAndPeriod[1].matches("[1-9]\\d*")
        ? Double.parseDouble(quotaAndPeriod[0]) / Double.parseDouble(quotaAndPeriod[1])
        : Double.POSITIVE_INFINITY;
  }

  private static long sum(List<String> stats, String key) {
    return stats.stream()
        .flatMap(String::lines)
        .filter(line -> line.matches(key + " \\d+"))
        .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
        .sum();
  }
}
