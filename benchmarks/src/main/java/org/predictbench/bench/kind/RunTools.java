package org.predictbench.bench.kind;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.plan.PlanFolder;

/**
 * What every kind of cell is given to work with.
 *
 * @param plans what is called and sent, which forks read
 * @param scratch a private folder for reports and sockets
 * @param jvmFlags for forks, beside those that all have
 * @param counter is notified of every measured time slice
 */
public record RunTools(
    ObjectMapper json,
    PlanFolder plans,
    Path scratch,
    Clock clock,
    List<String> jvmFlags,
    SliceCounter counter) {

  public RunTools {
    jvmFlags = List.copyOf(jvmFlags);
  }

  /** For runs at which nobody looks on. */
  public static RunTools of(Path scratch, Clock clock) {
    return new RunTools(
        Json.mapper(), new PlanFolder(scratch), scratch, clock, List.of(), SliceCounter.NONE);
  }

  /** The same with what is called and sent in another folder. */
  public RunTools withPlans(Path folder) {
    return new RunTools(json, new PlanFolder(folder), scratch, clock, jvmFlags, counter);
  }

  /** The same with flags for the forks, and a counter of their time slices. */
  public RunTools watchedBy(SliceCounter watch, List<String> flags) {
    return new RunTools(json, plans, scratch, clock, flags, watch);
  }
}
