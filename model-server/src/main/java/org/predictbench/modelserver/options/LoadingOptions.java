package org.predictbench.modelserver.options;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The flags that configure how models are loaded and run. picocli fills them. */
public final class LoadingOptions {
  @Option(
      names = "--num_load_threads",
      defaultValue = "0",
      description = "versions loaded at a time after start-up; 0 is one after the other")
  public int loadThreads;

  @Option(
      names = "--max_num_load_retries",
      defaultValue = "5",
      description = "how often a failed load is tried again")
  public int loadRetries;

  @Option(
      names = "--load_retry_interval_micros",
      defaultValue = "60000000",
      description = "wait between two tries")
  public long loadRetryMicros;

  @Option(
      names = "--allow_version_labels_for_unavailable_models",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "an unused label may go to a version that does not serve yet")
  public boolean labelsForUnavailable;

  @Option(
      names = "--enable_signature_method_name_check",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "refuse a call that a signature's method_name is not for")
  public boolean methodNameCheck;

  @Option(
      names = "--enable_batching",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "run calls that come together in one batch")
  public boolean batching;

  @Option(names = "--batching_parameters_file", description = "BatchingParameters in text format")
  public Path batchingParametersFile;

  @Option(
      names = "--enable_per_model_batching_parameters",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "batch only models with a batching_params.pbtxt, by it")
  public boolean perModelBatching;

  @Option(names = "--tensorflow_session_config_file", description = "ConfigProto in text format")
  public Path sessionConfigFile;

  @Option(
      names = "--mixed_precision",
      defaultValue = "",
      description = "bfloat16 has the runtime rewrite the graph to it")
  public String mixedPrecision = "";

  /**
   * TensorFlow Serving's flags that change nothing here; accepted so that its command lines work.
   */
  @Option(
      names = {
        "--num_unload_threads",
        "--flush_filesystem_caches",
        "--remove_unused_fields_from_bundle_metagraph",
        "--enable_profiler",
        "--per_process_gpu_memory_fraction",
        "--skip_initialize_tpu",
        "--xla_gpu_compilation_enabled",
        "--num_tflite_pools",
        "--num_tflite_interpreters_per_pool"
      },
      arity = "0..1",
      fallbackValue = "true",
      description = "accepted and without effect")
  public List<String> ignored = new ArrayList<>();
}
