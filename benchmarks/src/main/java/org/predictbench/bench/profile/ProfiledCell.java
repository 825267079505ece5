package org.predictbench.bench.profile;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.PairedRatio;

/**
 * A cell as it was profiled.
 *
 * @param asked the name by which it was asked for
 * @param kind its name; in capitals in profiles of 2026-11
 * @param processes those that were recorded
 * @param failure why it has no profile, or null
 */
record ProfiledCell(
    String name,
    String asked,
    String kind,
    Map<String, String> client,
    String server,
    int callers,
    List<String> processes,
    @JsonAlias("turns") List<ProfiledSlice> slices,
    String failure) {

  ProfiledCell {
    processes = List.copyOf(processes);
    slices = List.copyOf(slices);
  }

  /** Calls made while the profiler was on. */
  long recordedCalls() {
    return slices.stream().filter(ProfiledSlice::recorded).mapToLong(ProfiledSlice::calls).sum();
  }

  /** Mean time of a call in time slices with, or without, the profiler, in nanoseconds. */
  double meanNanos(boolean recorded) {
    double nanos = 0;
    long calls = 0;
    for (ProfiledSlice slice : slices) {
      if (slice.recorded() == recorded) {
        nanos += slice.meanNanos() * slice.calls();
        calls += slice.calls();
      }
    }
    return nanos / calls;
  }

  /** How much longer a call takes for being looked at: 1 is no longer. */
  Estimate profilingOverhead() {
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    for (ProfiledSlice slice : slices) {
      (slice.recorded() ? with : without).add(slice.meanNanos());
    }
    return PairedRatio.of(with, without);
  }
}
