package org.predictbench.bench.kind;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.predictbench.bench.files.Json;

/**
 * What every kind of cell is given to work with.
 *
 * @param features the preprocessed image that all cells send
 * @param scratch a private folder for reports and sockets
 * @param jvmFlags for forks, beside those that all have
 * @param counter is notified of every measured time slice
 */
public record RunTools(
    ObjectMapper json,
    Path features,
    Path scratch,
    Clock clock,
    List<String> jvmFlags,
    SliceCounter counter) {

  public RunTools {
    jvmFlags = List.copyOf(jvmFlags);
  }

  /** For runs at which nobody looks on. */
  public static RunTools of(Path features, Path scratch, Clock clock) {
    return new RunTools(Json.mapper(), features, scratch, clock, List.of(), SliceCounter.NONE);
  }

  /** The same with flags for the forks, and a counter of their time slices. */
  public RunTools watchedBy(SliceCounter watch, List<String> flags) {
    return new RunTools(json, features, scratch, clock, flags, watch);
  }
}
