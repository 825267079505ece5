/**
 * The raw data of a run and where it lies on disk: suites, cells, one record per JVM fork, the run
 * directory. Everything in {@code bench.stats} and {@code bench.report} is computed from it, and it
 * depends on neither.
 */
package org.predictbench.bench.result;
