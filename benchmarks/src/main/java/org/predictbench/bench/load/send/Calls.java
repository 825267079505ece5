package org.predictbench.bench.load.send;

import java.time.Duration;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;

/**
 * What every request of a load has in common.
 *
 * @param client opened, for one model on one server
 * @param expected the answer that every reply must equal, bit for bit
 * @param grace how long answers are waited for once the last request is sent; longer than the
 *     client's deadline, so that only a broken client is given up on
 */
public record Calls(PredictClient client, Inputs inputs, Outputs expected, Duration grace) {}
