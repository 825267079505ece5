package org.predictbench.bench.profile;

import com.fasterxml.jackson.annotation.JsonAlias;

/**
 * A measured time slice of a cell.
 *
 * @param recorded whether the profiler was on
 * @param calls all that were made in it
 * @param meanNanos of a call
 */
record ProfiledSlice(
    @JsonAlias("turn") int slice, boolean recorded, long calls, double meanNanos) {}
