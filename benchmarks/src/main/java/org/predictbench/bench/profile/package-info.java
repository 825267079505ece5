/**
 * Where a call's time and memory go: a cell, or two, run under async-profiler, and what the samples
 * say by frame, by layer and by difference.
 *
 * <p>Raw data of a profile are its collapsed stacks and {@code profile.json}; pages, tables and
 * flame graphs are made from these alone.
 */
package org.predictbench.bench.profile;
