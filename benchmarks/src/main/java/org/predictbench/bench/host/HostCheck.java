package org.predictbench.bench.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What about the host speaks against measuring on it, found before a run.
 *
 * @param warnings one line each, empty if nothing was found; what cannot be read is no finding
 * @param idleJitter of a thread that only looks at the clock
 */
public record HostCheck(List<String> warnings, Jitter idleJitter) {
  /** An idle machine has a load of a few hundredths. */
  private static final double MOST_LOAD = 0.5;

  private static final double MOST_STOLEN = 0.01;

  /** Bare metal and most virtual machines are well below a microsecond. */
  private static final double MOST_FAULT_MICROS = 3;

  private static final Duration PROBE = Duration.ofSeconds(1);

  /** Looks at the host now; takes a second. */
  public static HostCheck ofThisHost() {
    return ofThisHost(load(Path.of("/")));
  }

  /**
   * Looks at the host now, but for its load.
   *
   * @param load what {@link #load} returned before work of our own was done
   */
  public static HostCheck ofThisHost(String load) {
    Jitter jitter = Jitter.measure(System::nanoTime, PROBE);
    return of(
        Path.of("/"),
        Runtime.getRuntime().availableProcessors(),
        load,
        jitter,
        PageFaults.micros(System::nanoTime));
  }

  /** How many processes wanted a core, on average over the last minute. */
  public static String load(Path root) {
    return new HostFiles(root).line("proc/loadavg", line -> true).split(" ", 2)[0];
  }

  /**
   * Looks at a host.
   *
   * @param root of the file system that describes it
   * @param faultMicros what the first touch of a page of 4 KiB costs; NaN if unknown
   */
  public static HostCheck of(Path root, int cores, String load, Jitter jitter, double faultMicros) {
    HostFiles host = new HostFiles(root);
    List<String> warnings = new ArrayList<>();
    String governor =
        host.line("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", line -> true);
    if (!governor.equals(HostFiles.UNAVAILABLE) && !governor.equals("performance")) {
      warnings.add("CPU frequency governor is '" + governor + "', not 'performance'");
    }
    if (host.turbo().equals("on")) {
      warnings.add("turbo is on: speed depends on temperature and on how many cores work");
    }
    if (load.matches("[\\d.]+") && Double.parseDouble(load) > MOST_LOAD) {
      warnings.add(
          "others are at work: load %s in the last minute, %d cores".formatted(load, cores));
    }
    swap(host, warnings);
    limit(host, cores, warnings);
    if (host.line("sys/class/net/lo/flags", line -> true).matches("0x[0-9a-f]*[02468ace]")) {
      warnings.add("the loopback interface is down: no server can be reached over TCP");
    }
    if (host.hidesCaches()) {
      warnings.add(
          "this CPU reports no cache sizes, as some virtual machines don't: oneDNN, which sizes its"
              + " blocks by them, can be several times slower than on the same CPU elsewhere");
    }
    if (faultMicros > MOST_FAULT_MICROS) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "a page fault costs %.0f µs here, against 0.1 to 0.5 µs on bare metal: programs that"
                  + " allocate afresh for each call are slower here",
              faultMicros));
    }
    if (jitter.stolenShare() > MOST_STOLEN) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "others took %.1f %% of a core from an idle probe, up to %.1f ms at once",
              100 * jitter.stolenShare(),
              jitter.largestGapMicros() / 1e3));
    }
    return new HostCheck(List.copyOf(warnings), jitter);
  }

  /**
   * Refuses a host that the check warns of.
   *
   * @throws IllegalStateException if anything was found
   */
  public void requireFit() {
    if (!warnings.isEmpty()) {
      throw new IllegalStateException(
          "this host is not fit for measuring: " + String.join("; ", warnings));
    }
  }

  private static void swap(HostFiles host, List<String> warnings) {
    String total = host.line("proc/meminfo", line -> line.startsWith("SwapTotal"));
    String free = host.line("proc/meminfo", line -> line.startsWith("SwapFree"));
    if (!total.equals(free)) {
      warnings.add("swap is in use: %s of %s are free".formatted(free, total));
    }
  }

  private static void limit(HostFiles host, int cores, List<String> warnings) {
    String[] limit = host.cgroup("cpu.max").split(" ", -1);
    if (limit.length == 2 && limit[0].matches("\\d+")) {
      double allowed = Double.parseDouble(limit[0]) / Double.parseDouble(limit[1]);
      if (allowed < cores) {
        warnings.add(
            String.format(
                Locale.ROOT, "the control group allows %.2f of %d cores", allowed, cores));
      }
    }
  }
}
