package org.predictbench.bench.run;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.predictbench.bench.files.Sha256;
import org.predictbench.bench.plan.AskedWorkload;
import org.predictbench.bench.result.Protocol;
import org.predictbench.bench.result.RunInputs;
import org.predictbench.bench.servers.ModelServers;

/**
 * What a user asked for; null where an option was not given.
 *
 * @param suite shipped name or file
 * @param rounds instead of the suite's
 * @param target a running server, {@code docker:IMAGE} for containers, or null for the embedded one
 * @param asked what is called and sent
 * @param out where the run directory is made
 * @param seed of the order and of percentiles' bootstrap
 * @param until instead of the suite's own aim, or null
 * @param detect what the run is to be planned for, or null
 * @param strict whether a host unfit for measuring is refused rather than warned of
 * @param resume an unfinished run directory: all else is its own, and what is given with it must be
 *     what it was started with
 */
public record RunRequest(
    String suite,
    Integer rounds,
    String target,
    AskedWorkload asked,
    Path out,
    long seed,
    Protocol.Precision until,
    Detect detect,
    boolean strict,
    Path resume) {

  /**
   * The smallest difference between steps that a run is to show in four of five cases.
   *
   * @param share such as 0.02
   * @param budget time that it may take
   */
  public record Detect(double share, Duration budget) {}

  public RunRequest {
    if (rounds != null && rounds < 1) {
      throw new IllegalArgumentException("--rounds must be at least 1, not " + rounds);
    }
    // On resume the run itself knows its model.
    if (!ModelServers.startsHere(target) && asked.model() == null && resume == null) {
      throw new IllegalArgumentException("--target needs --model, the servable's name there");
    }
  }

  /** This request with all that the run that it resumes was started with. */
  RunRequest resuming(RunInputs started) {
    RunInputs.AskedCalls calls = started.calls();
    AskedWorkload whole =
        calls == null
            ? asked.withModel(started.model())
            : new AskedWorkload(
                    started.model(),
                    calls.signature(),
                    calls.version(),
                    calls.label(),
                    asked.requests(),
                    asked.image(),
                    calls.shapes(),
                    calls.fills(),
                    // The suite has it already.
                    List.of(),
                    asked.headers(),
                    asked.keep())
                .withClassPath(asked.classPath());
    return new RunRequest(
        suite, rounds, started.target(), whole, out, seed, until, detect, strict, resume);
  }

  /** What is recorded of this request for a resume; of the requests, only once they are known. */
  RunInputs inputs() throws IOException {
    return inputs(Map.of());
  }

  /** The same with what is sent. */
  RunInputs inputs(Map<String, RunInputs.SentRequests> sent) throws IOException {
    RunInputs.AskedCalls calls =
        new RunInputs.AskedCalls(
            asked.signature(),
            asked.version(),
            asked.label(),
            asked.requests() == null ? null : asked.requests().getFileName().toString(),
            asked.shapes(),
            asked.fills(),
            List.copyOf(asked.headers().keySet()));
    Path image = asked.image();
    return new RunInputs(
        target,
        asked.model(),
        image == null ? null : image.getFileName().toString(),
        image == null ? null : Sha256.of(Files.readAllBytes(image)),
        calls,
        sent,
        null,
        asked.classPath().hashes());
  }

  /** The call that would repeat this run. */
  String commandLine() {
    StringBuilder line =
        new StringBuilder("java -jar benchmarks/target/benchmarks.jar run ").append(suite);
    append(line, "--rounds", rounds);
    append(line, "--target", target);
    line.append(asked.options());
    if (until != null) {
      append(line, "--precision", share(until.halfWidth()));
      append(line, "--budget", until.budget().toMinutes() + "min");
    }
    if (detect != null) {
      append(line, "--detect", share(detect.share()));
      append(line, "--budget", detect.budget().toMinutes() + "min");
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
