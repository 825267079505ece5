package org.predictbench.bench.result;

/**
 * How much program a JVM needed for its first prediction.
 *
 * @param classes how many classes the JVM had loaded at its end, the JDK's and generated ones too
 * @param jarBytes compressed size, in jars of the class path, of those that came from there: the
 *     least that a service would have to ship
 */
public record Footprint(long classes, long jarBytes) {}
