package org.predictbench.bench.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.predictbench.bench.load.send.Share;
import org.predictbench.bench.plan.AskedWorkload;

/**
 * What a user asked for; null where an option was not given.
 *
 * @param suite shipped name or file
 * @param overrides keys of the suite, as the user set them
 * @param target a running server, or null for the embedded one
 * @param asked what is called and sent
 * @param share of the load that this process makes
 * @param align begin at the next multiple of this by the wall clock, as every other generator does;
 *     null to begin at once
 * @param metrics where the server tells its metrics
 * @param samples whether every sample is written, besides the histograms
 * @param commandLine the call that would repeat this run
 */
public record LoadRequest(
    String suite,
    ObjectNode overrides,
    String target,
    AskedWorkload asked,
    Path out,
    long seed,
    Share share,
    Duration align,
    URI metrics,
    boolean samples,
    String commandLine) {}
