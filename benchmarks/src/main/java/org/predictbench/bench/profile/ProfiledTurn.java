package org.predictbench.bench.profile;

/**
 * A measured turn of a cell.
 *
 * @param recorded whether the profiler was on
 * @param calls all that were made in it
 * @param meanNanos of a call
 */
record ProfiledTurn(int turn, boolean recorded, long calls, double meanNanos) {}
