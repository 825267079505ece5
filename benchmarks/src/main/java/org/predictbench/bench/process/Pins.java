package org.predictbench.bench.process;

/**
 * How often a virtual thread waited without leaving its carrier, which no other could use then.
 *
 * @param count how many such waits there were
 * @param micros how long they were together
 */
public record Pins(long count, long micros) {}
