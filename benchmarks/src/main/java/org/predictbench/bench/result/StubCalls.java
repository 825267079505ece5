package org.predictbench.bench.result;

/**
 * How a fork called the stub model before the model was called.
 *
 * @param seconds that it took
 * @param calls that were made in it
 * @param lastMillis the mean duration of the last half second's calls
 * @param settled whether they had become as fast as matters beside a call of the model; null where
 *     the time was too short to tell
 */
public record StubCalls(double seconds, long calls, double lastMillis, Boolean settled) {}
