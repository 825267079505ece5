package org.predictbench.bench.profile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.plan.AskedWorkload;
import org.predictbench.bench.run.RunRequest;

/**
 * What a user asked for; null where an option was not given.
 *
 * @param cell as {@link NamedCell} reads it
 * @param versus the cell to compare with, or null
 * @param events what to sample
 * @param recorded time for which each cell is recorded; it runs as long again without the profiler
 * @param server config for cells that no suite describes
 * @param target a running server, or null for the embedded one
 * @param asked what is called and sent
 * @param out where the run directory is made
 * @param seed of the cells' order
 */
public record ProfileRequest(
    String cell,
    String versus,
    List<ProfileEvent> events,
    Duration recorded,
    String server,
    String target,
    AskedWorkload asked,
    Path out,
    long seed) {

  public ProfileRequest {
    events = List.copyOf(events);
    if (recorded.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new InputException("--seconds must be at least 1");
    }
  }

  RunRequest asRun() {
    return new RunRequest("profile", null, target, asked, out, seed, null, null, false, null);
  }

  /** The call that would repeat this profile. */
  String commandLine() {
    StringBuilder line =
        new StringBuilder("java -jar benchmarks/target/benchmarks.jar profile ").append(cell);
    append(line, "--vs", versus);
    append(line, "--events", String.join(",", events.stream().map(ProfileEvent::id).toList()));
    append(line, "--seconds", recorded.toSeconds());
    append(line, "--server", server);
    append(line, "--target", target);
    line.append(asked.options());
    return line.append(" --seed ").append(seed).toString();
  }

  private static void append(StringBuilder line, String option, Object value) {
    if (value != null) {
      line.append(' ').append(option).append(' ').append(value);
    }
  }
}
