package org.predictbench.bench.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.predictbench.bench.files.Redaction;
import org.predictbench.bench.files.Sha256;
import org.predictbench.bench.own.ClassPath;

/**
 * Where a run hands its forks what they call and send: one folder a model.
 *
 * @param root private to the run
 */
public record PlanFolder(Path root) {
  private static final String CLASS_PATH = "class-path.txt";

  /** Writes the plans of all models. */
  public void write(Map<String, CallPlan> plans) throws IOException {
    for (Map.Entry<String, CallPlan> plan : plans.entrySet()) {
      plan.getValue().write(Files.createDirectories(of(plan.getKey())));
    }
  }

  /** Writes where a user's client is, for forks of cells that call it. */
  public void writeClassPath(ClassPath path) throws IOException {
    if (!path.isEmpty()) {
      Files.writeString(root.resolve(CLASS_PATH), path.text());
    }
  }

  /** Where a user's client is; empty in a run without one. */
  public ClassPath classPath() throws IOException {
    Path file = root.resolve(CLASS_PATH);
    return Files.exists(file) ? ClassPath.parse(Files.readString(file)) : ClassPath.EMPTY;
  }

  /** The folder of a model's plan. */
  public Path of(String model) {
    // A model may be a path, which a run directory keeps redacted.
    String name = Redaction.ofThisJvm().restore(model);
    return root.resolve(
        "calls-" + Sha256.of(name.getBytes(StandardCharsets.UTF_8)).substring(0, 16));
  }
}
