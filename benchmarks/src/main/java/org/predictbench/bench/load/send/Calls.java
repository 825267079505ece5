package org.predictbench.bench.load.send;

import java.time.Duration;
import org.predictbench.client.Features;
import org.predictbench.client.PredictClient;
import org.predictbench.client.Prediction;

/**
 * What every request of a load has in common.
 *
 * @param client opened, for one model on one server
 * @param expected the answer that every reply must equal, bit for bit
 * @param grace how long answers are waited for once the last request is sent; longer than the
 *     client's deadline, so that only a broken client is given up on
 */
public record Calls(PredictClient client, Features features, Prediction expected, Duration grace) {}
