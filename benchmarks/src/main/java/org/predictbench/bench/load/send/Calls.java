package org.predictbench.bench.load.send;

import java.time.Duration;
import org.predictbench.bench.plan.RequestCycle;
import org.predictbench.client.PredictClient;
import org.predictbench.client.RequestOptions;

/**
 * What every request of a load has in common.
 *
 * @param client opened, for one model on one server
 * @param requests sent in turn; every reply must equal the first one to its request, bit for bit
 * @param grace how long answers are waited for once the last request is sent; longer than the
 *     client's deadline, so that only a broken client is given up on
 */
public record Calls(
    PredictClient client, RequestOptions options, RequestCycle requests, Duration grace) {}
