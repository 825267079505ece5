package org.predictbench.modelserver.options;

import java.nio.file.Path;
import org.predictbench.modelserver.session.Parallelism;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The flags, named as {@code tensorflow_model_server} names them, filled by picocli.
 *
 * <p>Booleans are written {@code --flag} or {@code --flag=false}.
 */
@Command(
    name = "model-server",
    sortOptions = false,
    description = "Serves SavedModels over TensorFlow Serving's gRPC and REST APIs.")
public final class ModelServerOptions {
  @Option(
      names = "--port",
      defaultValue = "8500",
      description = "TCP port; 0 picks a free one, which the READY line tells")
  public int port;

  @Option(
      names = "--bind_address",
      defaultValue = "127.0.0.1",
      description = "address the TCP port is bound to")
  public String bindAddress = "";

  @Option(names = "--grpc_socket_path", description = "listen also on this Unix socket")
  public Path socketPath;

  @Option(names = "--model_name", defaultValue = "default", description = "name of the servable")
  public String modelName = "";

  @Option(
      names = "--model_base_path",
      defaultValue = "",
      description = "folder whose numbered children are the versions; may be a file:// URI")
  public String modelBasePath = "";

  @Option(
      names = "--model_config_file",
      description = "ModelServerConfig in text format; name and base path are ignored then")
  public Path modelConfigFile;

  @Option(
      names = "--model_config_file_poll_wait_seconds",
      defaultValue = "0",
      description = "how often to read it again; 0 reads it once")
  public long modelConfigFilePollSeconds;

  @Option(
      names = "--saved_model_tags",
      defaultValue = "serve",
      description = "comma separated tags of the graph to load")
  public String savedModelTags = "";

  @Option(
      names = "--tensorflow_session_parallelism",
      defaultValue = "0",
      description = "intra- and inter-op threads where neither is given; 0 is automatic")
  int sessionParallelism;

  @Option(
      names = "--tensorflow_intra_op_parallelism",
      defaultValue = "0",
      description = "threads inside an op; 0 is automatic")
  int intraOpParallelism;

  @Option(
      names = "--tensorflow_inter_op_parallelism",
      defaultValue = "0",
      description = "threads between ops; 0 is automatic")
  int interOpParallelism;

  @Option(
      names = "--enable_model_warmup",
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      description = "replay the model's warm-up records before it serves")
  public boolean modelWarmup;

  @Option(
      names = "--num_request_iterations_for_warmup",
      defaultValue = "0",
      description = "how often each record is run; 0 is once")
  public int warmupIterations;

  @Option(
      names = "--enable_serialization_as_tensor_content",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "answer in tensor_content instead of the typed fields")
  public boolean tensorContent;

  @Option(
      names = "--file_system_poll_wait_seconds",
      defaultValue = "1",
      description = "how often to look for versions; 0 looks once, less than 0 never")
  public long pollWaitSeconds;

  @Option(
      names = "--exit_on_stdin_eof",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "halt when stdin ends, that is when the parent process is gone")
  public boolean exitOnStdinEof;

  @Option(
      names = "--enable_diagnostics",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "register predictbench.Diagnostics")
  public boolean diagnostics;

  @Option(
      names = "--fail_if_zero_versions_at_startup",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "give up if a model has no version yet, rather than wait for one")
  public boolean failWithoutVersions;

  @Mixin public LoadingOptions loading = new LoadingOptions();

  @Mixin public EndpointOptions endpoints = new EndpointOptions();

  @Mixin public UnsupportedOptions unsupported = new UnsupportedOptions();

  @Option(names = "--version", versionHelp = true, description = "print the versions and exit")
  public boolean version;

  @Option(names = "--help", usageHelp = true, description = "print this and exit")
  public boolean help;

  /**
   * Makes a parser that fills these options as {@code tensorflow_model_server} takes its flags: the
   * last one wins, an empty file name is none, and what it does not know is left over.
   */
  public CommandLine parser() {
    return new CommandLine(this)
        .registerConverter(Path.class, text -> text.isEmpty() ? null : Path.of(text))
        .setOverwrittenOptionsAllowed(true)
        .setUnmatchedArgumentsAllowed(true)
        .setExpandAtFiles(false);
  }

  /** The thread settings, by the precedence of {@code tensorflow_model_server}. */
  public Parallelism parallelism() {
    return Parallelism.of(sessionParallelism, intraOpParallelism, interOpParallelism);
  }
}
