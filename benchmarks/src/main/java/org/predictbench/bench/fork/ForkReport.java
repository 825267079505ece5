package org.predictbench.bench.fork;

import org.predictbench.bench.process.Pauses;
import org.predictbench.bench.process.Pins;
import org.predictbench.bench.result.Answer;
import org.predictbench.bench.result.CallParts;
import org.predictbench.bench.result.StubCalls;

/**
 * What a measured JVM tells the harness beside JMH's own result, as a JSON file.
 *
 * @param answer the model's answer, null if there was none
 * @param peakRssBytes the JVM's peak resident memory, null where the system does not report it
 * @param cpuNanos CPU time of the JVM from the first measured time slice on; null if unknown
 * @param pauses of the collector from then on; null without a call that counts
 * @param pins waits of virtual threads that held their carriers; null where nobody looked
 * @param callParts null unless the cell is one of kind anatomy
 * @param stubCalls null where the server has no stub model, or the cell does not call it
 * @param failure why the fork failed, in one line, or null
 */
public record ForkReport(
    Answer answer,
    Long peakRssBytes,
    Long cpuNanos,
    Pauses pauses,
    Pins pins,
    CallParts callParts,
    StubCalls stubCalls,
    String failure) {}
