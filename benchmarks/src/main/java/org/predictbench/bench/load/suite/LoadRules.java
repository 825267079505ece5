package org.predictbench.bench.load.suite;

import java.time.Duration;

/**
 * What a load must keep to be VALID.
 *
 * @param minDuration of sending
 * @param minSamples answers at least; besides, no percentile is shown that fewer than ten samples
 *     exceed
 * @param latenessP99 how late the sender may take up a request, at the 99th percentile
 * @param generatorCpu share of the machine that the generator may use, from 0 to 1
 * @param drift how much the median may change from the first half to the second, as a factor
 * @param failed share of requests that may fail or be dropped, from 0 to 1
 */
public record LoadRules(
    Duration minDuration,
    int minSamples,
    Duration latenessP99,
    double generatorCpu,
    double drift,
    double failed) {}
