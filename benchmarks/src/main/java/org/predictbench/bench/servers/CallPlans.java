package org.predictbench.bench.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.predictbench.bench.files.DidYouMean;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.plan.AskedWorkload;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.plan.CallPlanner;
import org.predictbench.bench.plan.ModelFacts;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Target;

/** What is called and sent, for a model that is asked for by name, by folder or at a target. */
public final class CallPlans {
  /** The same requests in every run, so that runs compare. */
  public static final long MADE_UP_SEED = 42;

  private CallPlans() {}

  /**
   * Plans the calls of a run.
   *
   * @param asked names a model
   * @param target where a server runs that serves it; null if servers are started here
   * @param kept a file of requests that a run has kept, to be sent again
   * @throws IllegalArgumentException in one line that says what is wrong, and what would be right
   */
  public static CallPlan of(
      AskedWorkload asked, String target, ModelServers started, Optional<Path> kept)
      throws IOException {
    return CallPlanner.plan(asked, facts(asked, target, started), kept, MADE_UP_SEED);
  }

  /** Servers that are started here serve the newest version of a folder, and know no labels. */
  private static void requireServed(AskedWorkload asked, Path newest) {
    String version = newest.getFileName().toString();
    if (asked.label() != null
        || (asked.version() != null && !version.equals(asked.version().toString()))) {
      throw new InputException(
          "servers that are started here serve the newest version, %s: leave %s out, or copy the"
                  .formatted(version, asked.label() != null ? "--model-label" : "--model-version")
              + " other version into a folder of its own");
    }
  }

  /** What is known of the model that is asked for. */
  public static ModelFacts facts(AskedWorkload asked, String target, ModelServers started)
      throws IOException {
    if (ModelServers.startsHere(target)) {
      String model = asked.model();
      if (!ModelServers.isShipped(model) && !Files.exists(started.basePath(model))) {
        throw new InputException(
            "model '%s' is neither a folder nor one of %s%s"
                .formatted(
                    model,
                    String.join(", ", ModelServers.shipped()),
                    DidYouMean.hint(model, ModelServers.shipped())));
      }
      ModelFacts facts =
          ModelFacts.ofFolder(ModelServers.servableName(model), started.basePath(model));
      requireServed(asked, facts.version().orElseThrow());
      return facts;
    }
    GivenTarget.requireGrpc(target);
    return ModelFacts.atTarget(Target.parse(target), model(asked), asked.headers());
  }

  /** The model by the version or the label that is asked for. */
  public static ModelRef model(AskedWorkload asked) {
    ModelRef model = ModelRef.of(asked.model());
    if (asked.version() != null) {
      model = model.withVersion(asked.version());
    } else if (asked.label() != null) {
      model = model.withLabel(asked.label());
    }
    return model;
  }
}
