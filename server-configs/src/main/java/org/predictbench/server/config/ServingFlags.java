package org.predictbench.server.config;

import java.util.ArrayList;
import java.util.List;

/** What a config means in flags of {@code tensorflow_model_server}, whoever runs it. */
public final class ServingFlags {
  private ServingFlags() {}

  /**
   * All but where it listens.
   *
   * @param basePath of the model, as the server sees it
   * @param batchingFile where the server finds {@link Batching#parameters}, if it batches
   */
  public static List<String> of(
      ServerConfig config, String modelName, String basePath, String batchingFile) {
    List<String> flags = new ArrayList<>();
    flags.add("--model_name=" + modelName);
    flags.add("--model_base_path=" + basePath);
    flags.add("--tensorflow_intra_op_parallelism=" + config.threads().intraOp());
    flags.add("--tensorflow_inter_op_parallelism=" + config.threads().interOp());
    config.build().ifPresent(build -> flags.addAll(build.flags()));
    if (config.batching().enabled()) {
      flags.addAll(List.of("--enable_batching", "--batching_parameters_file=" + batchingFile));
    }
    flags.addAll(config.flags());
    return flags;
  }
}
