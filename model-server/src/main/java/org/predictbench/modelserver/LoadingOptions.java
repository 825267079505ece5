package org.predictbench.modelserver;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flags that say how models are loaded and run, filled by picocli. */
final class LoadingOptions {
  @Option(
      names = "--num_load_threads",
      defaultValue = "0",
      description = "versions loaded at a time after start-up; 0 is one after the other")
  int loadThreads;

  @Option(
      names = "--max_num_load_retries",
      defaultValue = "5",
      description = "how often a failed load is tried again")
  int loadRetries;

  @Option(
      names = "--load_retry_interval_micros",
      defaultValue = "60000000",
      description = "wait between two tries")
  long loadRetryMicros;

  @Option(
      names = "--allow_version_labels_for_unavailable_models",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "an unused label may go to a version that does not serve yet")
  boolean labelsForUnavailable;

  @Option(
      names = "--enable_batching",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "run calls that come together in one batch")
  boolean batching;

  @Option(names = "--batching_parameters_file", description = "BatchingParameters in text format")
  Path batchingParametersFile;

  @Option(
      names = "--enable_per_model_batching_parameters",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "batch only models with a batching_params.pbtxt, by it")
  boolean perModelBatching;

  @Option(names = "--tensorflow_session_config_file", description = "ConfigProto in text format")
  Path sessionConfigFile;

  @Option(
      names = "--mixed_precision",
      defaultValue = "",
      description = "bfloat16 has the runtime rewrite the graph to it")
  String mixedPrecision = "";
}
