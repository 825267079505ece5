package org.predictbench.modelserver.options;

import io.grpc.Status;
import org.predictbench.modelserver.status.ServingException;
import picocli.CommandLine.Option;

/**
 * TensorFlow Serving's flags for what this server does not have. They may be given as long as they
 * ask for nothing, so that its command lines work. picocli fills them.
 */
public final class UnsupportedOptions {
  @Option(
      names = "--prefer_tflite_model",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "not supported")
  boolean tfLite;

  @Option(
      names = "--use_alts_credentials",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "not supported")
  boolean alts;

  @Option(
      names = "--xla_cpu_compilation_enabled",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "not supported")
  boolean xla;

  @Option(names = "--platform_config_file", defaultValue = "", description = "not supported")
  String platformConfigFile = "";

  @Option(
      names = "--thread_pool_factory_config_file",
      defaultValue = "",
      description = "not supported")
  String threadPoolConfigFile = "";

  /**
   * Refuses the flags that ask for something.
   *
   * @throws ServingException with what to do instead
   */
  public void refuse() {
    refuse(tfLite, "--prefer_tflite_model", "there is no TFLite runtime; leave it out");
    refuse(alts, "--use_alts_credentials", "use --ssl_config_file");
    refuse(xla, "--xla_cpu_compilation_enabled", "set TF_XLA_FLAGS, as the build 'xla' does");
    refuse(
        !platformConfigFile.isEmpty(),
        "--platform_config_file",
        "it names C++ classes; use --tensorflow_session_config_file and"
            + " --batching_parameters_file");
    refuse(
        !threadPoolConfigFile.isEmpty(),
        "--thread_pool_factory_config_file",
        "it names C++ classes; use --tensorflow_intra_op_parallelism and"
            + " --tensorflow_inter_op_parallelism");
  }

  private static void refuse(boolean given, String flag, String instead) {
    if (given) {
      throw new ServingException(Status.Code.UNIMPLEMENTED, flag + " is not supported: " + instead);
    }
  }
}
