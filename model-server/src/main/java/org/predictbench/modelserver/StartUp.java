package org.predictbench.modelserver;

import java.nio.file.Path;
import org.predictbench.serving.full.BatchingParameters;
import org.predictbench.serving.full.ModelServerConfig;

/** What the flags together say, and which of them do not go together. */
record StartUp(ModelServerOptions options) {
  private static final String DEFAULT_THREAD_POOL = "model_server_batch_threads";

  /**
   * Checks the flags.
   *
   * @throws ServingException with TensorFlow Serving's words
   */
  StartUp {
    if (options.modelBasePath == null && options.modelConfigFile == null) {
      throw ServingException.invalid(
          "Both server_options.model_base_path and server_options.model_config_file are empty!");
    }
    if (options.loading.batchingParametersFile != null && !options.loading.batching) {
      throw ServingException.invalid(
          "server_options.batching_parameters_file is set without setting"
              + " server_options.enable_batching to true.");
    }
  }

  /** The models named by the flags, or by the file they name. */
  ModelServerConfig models() {
    return options.modelConfigFile == null
        ? ModelConfigs.single(options.modelName, options.modelBasePath)
        : ProtoText.read(options.modelConfigFile, ModelServerConfig.newBuilder()).build();
  }

  /** The parameters of all models. */
  BatchingParameters batchingParameters() {
    Path file = options.loading.batchingParametersFile;
    BatchingParameters.Builder parameters = BatchingParameters.newBuilder();
    if (file != null) {
      return ProtoText.read(file, parameters).build();
    }
    parameters.getThreadPoolNameBuilder().setValue(DEFAULT_THREAD_POOL);
    return parameters.build();
  }

  ServerCore.Settings coreSettings() {
    return new ServerCore.Settings(
        options.pollWaitSeconds,
        GrpcSettings.threads(0),
        options.loading.loadThreads,
        options.loading.labelsForUnavailable,
        options.failWithoutVersions);
  }
}
