package org.predictbench.bench.stats;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A run as {@link Comparison} takes it.
 *
 * @param name of the run directory
 * @param environment {@code environment.json}, or an empty object
 * @param imageSha256 of the user's image; empty for the one that is shipped
 */
public record MeasuredRun(
    String name,
    Summary summary,
    Verdict verdict,
    JsonNode environment,
    Optional<String> imageSha256) {}
