package org.predictbench.bench.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a run hands its forks what they call and send: one folder a model.
 *
 * @param root private to the run
 */
public record PlanFolder(Path root) {

  /** Writes the plans of all models. */
  public void write(Map<String, CallPlan> plans) throws IOException {
    for (Map.Entry<String, CallPlan> plan : plans.entrySet()) {
      plan.getValue().write(Files.createDirectories(of(plan.getKey())));
    }
  }

  /** The folder of a model's plan. */
  public Path of(String model) {
    // A model may be a path.
    return root.resolve("calls-" + Integer.toHexString(model.hashCode()));
  }
}
