package org.predictbench.modelserver.warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.predictbench.modelserver.batching.BatchScheduler;
import org.predictbench.modelserver.batching.BatchingMetrics;
import org.predictbench.modelserver.batching.BatchingOptions;
import org.predictbench.modelserver.batching.BatchingRunner;
import org.predictbench.modelserver.servable.SavedModelLoader;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.session.TensorRunner;
import org.predictbench.modelserver.text.ProtoText;
import org.predictbench.modelserver.versions.VersionDirectory;
import org.predictbench.modelserver.versions.VersionLoader;
import org.predictbench.serving.full.BatchingParameters;

/**
 * Loads a SavedModel, wraps it for batching if that is configured, and warms it up.
 *
 * @param batching wraps a runner by parameters; empty if nothing is batched
 * @param warmUp replays the model's own records; empty if it is switched off
 * @param afterLoad is called between the loading and the first run
 * @param zeros whether a model without records is warmed up on zeros
 */
public record WarmVersionLoader(
    SavedModelLoader loader,
    Optional<Batching> batching,
    Optional<WarmUpRecords> warmUp,
    Runnable afterLoad,
    boolean zeros)
    implements VersionLoader {
  private static final String OWN_PARAMETERS = "batching_params.pbtxt";

  /**
   * Configures how runs are batched.
   *
   * @param common parameters of all models
   * @param perModel whether only models with a parameter file of their own are batched, by it
   */
  public record Batching(
      BatchingParameters common,
      boolean perModel,
      BatchScheduler scheduler,
      BatchingMetrics metrics) {
    private Function<TensorRunner, TensorRunner> of(Path directory) {
      Path own = directory.resolve(OWN_PARAMETERS);
      if (perModel && !Files.exists(own)) {
        return Function.identity();
      }
      BatchingOptions options =
          BatchingOptions.of(
              perModel ? ProtoText.read(own, BatchingParameters.newBuilder()).build() : common);
      return runner -> new BatchingRunner(runner, options, scheduler, metrics);
    }
  }

  @Override
  public Servable load(String name, VersionDirectory directory) throws IOException {
    Function<TensorRunner, TensorRunner> wrap =
        batching.isPresent() ? batching.get().of(directory.path()) : Function.identity();
    Servable loaded = loader.load(name, directory.version(), directory.path());
    Servable servable =
        new Servable(
            loaded.name(), loaded.version(), loaded.signatures(), wrap.apply(loaded.runner()));
    try {
      afterLoad.run();
      if (warmUp.isPresent() && !warmUp.get().run(servable, directory.path()) && zeros) {
        WarmUp.run(servable, warmUp.get().predictor());
      }
      return servable;
    } catch (IOException | RuntimeException | Error e) {
      servable.close();
      throw e;
    }
  }
}
