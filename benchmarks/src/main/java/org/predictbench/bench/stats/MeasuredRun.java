package org.predictbench.bench.stats;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Collectors;
import org.predictbench.bench.result.RunInputs;

/**
 * A run as {@link Comparison} takes it.
 *
 * @param name of the run directory
 * @param environment {@code environment.json}, or an empty object
 * @param inputs what was measured beside the suite; empty in runs of early versions
 */
public record MeasuredRun(
    String name,
    Summary summary,
    Verdict verdict,
    JsonNode environment,
    Optional<RunInputs> inputs) {

  /** SHA-256 of the user's image; {@code shipped} for the one that comes with us. */
  String image() {
    return inputs.map(RunInputs::imageSha256).orElse("shipped");
  }

  /** SHA-256 of what was sent; empty in runs of earlier versions. */
  Optional<String> requests() {
    return inputs
        .map(RunInputs::requests)
        .filter(sent -> !sent.isEmpty())
        .map(
            sent ->
                sent.values().stream()
                    .map(RunInputs.SentRequests::sha256)
                    .collect(Collectors.joining(" ")));
  }
}
