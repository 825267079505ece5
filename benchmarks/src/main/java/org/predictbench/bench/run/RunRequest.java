package org.predictbench.bench.run;

import java.nio.file.Path;

/**
 * What a user asked for; null where an option was not given.
 *
 * @param suite shipped name or file
 * @param rounds instead of the suite's
 * @param target a running server, or null for the embedded one
 * @param model servable name with a target; else a shipped model or a base folder
 * @param image the user's image
 * @param out where the run directory is made
 * @param seed of the order and of the bootstrap
 * @param resume an unfinished run directory: suite, rounds and seed are its own; target, model and
 *     image are not recorded there and must be given as they were
 */
public record RunRequest(
    String suite,
    Integer rounds,
    String target,
    String model,
    Path image,
    Path out,
    long seed,
    Path resume) {

  public RunRequest {
    if (rounds != null && rounds < 1) {
      throw new IllegalArgumentException("--rounds must be at least 1, not " + rounds);
    }
    if (target != null && model == null) {
      throw new IllegalArgumentException("--target needs --model, the servable's name there");
    }
  }

  /** The call that would repeat this run. */
  String commandLine() {
    StringBuilder line = new StringBuilder("java -jar benchmarks.jar run ").append(suite);
    append(line, "--rounds", rounds);
    append(line, "--target", target);
    append(line, "--model", model);
    append(line, "--image", image);
    return line.append(" --seed ").append(seed).toString();
  }

  private static void append(StringBuilder line, String option, Object value) {
    if (value != null) {
      line.append(' ').append(option).append(' ').append(value);
    }
  }
}
