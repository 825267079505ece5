/**
 * What is asked of a load's latencies and failures, and whether it holds: objectives, requirements,
 * and the sequential test that decides on them.
 */
package org.predictbench.bench.load.objective;
