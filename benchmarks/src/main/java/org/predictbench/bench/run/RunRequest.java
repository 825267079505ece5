package org.predictbench.bench.run;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.predictbench.bench.files.Sha256;
import org.predictbench.bench.result.Protocol;
import org.predictbench.bench.result.RunInputs;
import org.predictbench.bench.servers.ModelServers;

/**
 * What a user asked for; null where an option was not given.
 *
 * @param suite shipped name or file
 * @param rounds instead of the suite's
 * @param target a running server, {@code docker:IMAGE} for containers, or null for the embedded one
 * @param model servable name with a target; else a shipped model or a base folder
 * @param image the user's image
 * @param out where the run directory is made
 * @param seed of the order and of percentiles' bootstrap
 * @param until instead of the suite's own aim, or null
 * @param strict whether a host unfit for measuring is refused rather than warned of
 * @param resume an unfinished run directory: all else is its own, and what is given with it must be
 *     what it was started with
 */
public record RunRequest(
    String suite,
    Integer rounds,
    String target,
    String model,
    Path image,
    Path out,
    long seed,
    Protocol.Precision until,
    boolean strict,
    Path resume) {

  public RunRequest {
    if (rounds != null && rounds < 1) {
      throw new IllegalArgumentException("--rounds must be at least 1, not " + rounds);
    }
    // On resume the run itself knows its model.
    if (!ModelServers.startsHere(target) && model == null && resume == null) {
      throw new IllegalArgumentException("--target needs --model, the servable's name there");
    }
  }

  /** This request with target and model as the run that it resumes was started with. */
  RunRequest resuming(RunInputs started) {
    return new RunRequest(
        suite, rounds, started.target(), started.model(), image, out, seed, until, strict, resume);
  }

  /** What is recorded of this request for a resume. */
  RunInputs inputs() throws IOException {
    return image == null
        ? new RunInputs(target, model, null, null)
        : new RunInputs(
            target, model, image.getFileName().toString(), Sha256.of(Files.readAllBytes(image)));
  }

  /** The call that would repeat this run. */
  String commandLine() {
    StringBuilder line =
        new StringBuilder("java -jar benchmarks/target/benchmarks.jar run ").append(suite);
    append(line, "--rounds", rounds);
    append(line, "--target", target);
    append(line, "--model", model);
    append(line, "--image", image);
    if (until != null) {
      append(line, "--precision", share(until.halfWidth()));
      append(line, "--budget", until.budget().toMinutes() + "min");
    }
    return line.append(" --seed ").append(seed).toString();
  }

  private static String share(double halfWidth) {
    return new BigDecimal(Double.toString(halfWidth))
            .movePointRight(2)
            .stripTrailingZeros()
            .toPlainString()
        + "%";
  }

  private static void append(StringBuilder line, String option, Object value) {
    if (value != null) {
      line.append(' ').append(option).append(' ').append(value);
    }
  }
}
