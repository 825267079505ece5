/**
 * Statistics over raw records: quantiles, ratios paired by round, their intervals, and whether a
 * run can be believed. Pure functions of their input and a seed; for {@code bench.report} and the
 * command line. NaN stands for "not known" throughout.
 */
package org.predictbench.bench.stats;
