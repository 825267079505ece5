package org.predictbench.modelserver;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.predictbench.modelserver.grpc.GrpcSettings;
import org.predictbench.modelserver.grpc.Listeners;
import org.predictbench.modelserver.grpc.SocketFile;
import org.predictbench.modelserver.options.ModelServerOptions;
import org.predictbench.modelserver.process.Footprint;
import org.predictbench.modelserver.process.MemoryReturn;
import org.predictbench.modelserver.process.ParentWatch;
import org.predictbench.modelserver.process.ServerLog;
import org.predictbench.modelserver.rest.RestServer;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.servable.ServableHandle;
import org.predictbench.modelserver.session.Parallelism;
import org.predictbench.modelserver.session.SessionConfig;
import org.predictbench.modelserver.status.Statuses;
import org.predictbench.modelserver.versions.ServerCore;
import org.predictbench.serving.ReadyLine;
import org.predictbench.serving.full.ModelConfig;
import org.predictbench.serving.full.ModelServerConfig;
import org.predictbench.serving.full.ModelSpec;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.ConfigProto;
import picocli.CommandLine;

/**
 * The process: it loads its models, listens, prints the READY line and serves until SIGTERM.
 *
 * <p>Exit codes: 1 the server could not start, 2 unusable arguments. Stdout carries only the READY
 * line, stderr the log.
 */
public final class ModelServer {
  private static final System.Logger LOG = System.getLogger(ModelServer.class.getName());

  /** The release of TensorFlow Serving that this server is to be indistinguishable from. */
  private static final String VERSION = "2.18.1";

  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private ModelServer() {}

  public static void main(String[] args) throws InterruptedException {
    ServerLog.configure();
    ModelServerOptions options = new ModelServerOptions();
    CommandLine commandLine = options.parser();
    try {
      commandLine.parseArgs(args);
    } catch (CommandLine.ParameterException e) {
      System.err.println(e.getMessage() + " (--help lists the flags)");
      System.exit(USAGE);
    }
    if (options.help) {
      commandLine.usage(System.out);
      return;
    }
    if (options.version) {
      System.out.println("TensorFlow ModelServer: " + VERSION);
      System.out.println("TensorFlow Library: " + TensorFlow.version());
      return;
    }
    for (String argument : commandLine.getUnmatchedArguments()) {
      LOG.log(Level.WARNING, "unknown argument: " + argument + " (--help lists the flags)");
    }
    try {
      serve(options);
    } catch (IOException e) {
      fail(e.getMessage());
    } catch (RuntimeException e) {
      fail(Statuses.describe(e));
    }
  }

  private static void fail(String error) {
    LOG.log(Level.ERROR, "Failed to start server. Error: " + error);
    System.exit(FAILED);
  }

  private static void serve(ModelServerOptions options) throws IOException, InterruptedException {
    Optional<Path> socket = Optional.ofNullable(options.socketPath);
    if (options.exitOnStdinEof) {
      // Before the model is loaded, since that may outlast the parent.
      ParentWatch.start(System.in, () -> abandon(socket));
    }
    StartUp startUp = new StartUp(options);
    Parallelism parallelism = options.parallelism();
    ConfigProto sessionConfig =
        SessionConfig.of(
            Optional.ofNullable(options.loading.sessionConfigFile),
            parallelism,
            options.loading.mixedPrecision);
    GrpcSettings grpc = GrpcSettings.of(options.endpoints);
    ModelServerConfig models = startUp.models();
    Optional<RestServer.Settings> rest = startUp.rest();
    Footprint.liftLimit();
    Assembly assembly = new Assembly(startUp, sessionConfig);
    assembly.core().start(models);
    Footprint.shrink();
    pollConfigFile(options, startUp, assembly.core());
    FirstModel first = firstModel(options, models, assembly);
    Listeners listeners =
        Listeners.open(
            assembly.services(),
            assembly.tracers(),
            new InetSocketAddress(options.bindAddress, options.port),
            socket,
            grpc);
    Runtime.getRuntime().addShutdownHook(new Thread(listeners::close, "shutdown"));
    OptionalInt restPort =
        rest.isPresent() ? openRest(startUp, assembly, rest.get()) : OptionalInt.empty();
    System.out.println(
        new ReadyLine(
                listeners.port(),
                restPort,
                socket.map(Path::toString),
                ProcessHandle.current().pid(),
                first.name(),
                first.version(),
                first.stubModel(),
                TensorFlow.version(),
                parallelism.intraOp(),
                parallelism.interOp(),
                Runtime.version().toString())
            .format());
    System.out.flush();
    MemoryReturn.watch();
    listeners.awaitTermination();
  }

  /** Opens the HTTP port and returns it. Where it cannot be opened, gRPC is served all the same. */
  private static OptionalInt openRest(
      StartUp startUp, Assembly assembly, RestServer.Settings settings) {
    try {
      RestServer http = RestServer.open(startUp.restAddress(), assembly.rest(), settings);
      Runtime.getRuntime().addShutdownHook(new Thread(http::close, "shutdown-rest"));
      return OptionalInt.of(http.port());
    } catch (IOException e) {
      LOG.log(Level.ERROR, e.getMessage());
      return OptionalInt.empty();
    }
  }

  /** What the READY line reports of the first model; the name is empty if there is none. */
  private record FirstModel(String name, long version, Optional<String> stubModel) {}

  private static FirstModel firstModel(
      ModelServerOptions options, ModelServerConfig models, Assembly assembly) {
    if (models.getModelConfigList().getConfigCount() == 0) {
      return new FirstModel("", -1, Optional.empty());
    }
    ModelConfig model = models.getModelConfigList().getConfig(0);
    try (ServableHandle handle =
        assembly.catalog().hold(ModelSpec.newBuilder().setName(model.getName()).build())) {
      Servable servable = handle.servable();
      return new FirstModel(
          servable.name(),
          servable.version(),
          options.diagnostics ? assembly.addStubModel(servable) : Optional.empty());
    }
  }

  private static void pollConfigFile(ModelServerOptions options, StartUp startUp, ServerCore core) {
    if (options.modelConfigFile != null && options.modelConfigFilePollSeconds > 0) {
      core.repeat(options.modelConfigFilePollSeconds, () -> reload(startUp, core));
    }
  }

  private static void reload(StartUp startUp, ServerCore core) {
    try {
      core.reload(startUp.models());
    } catch (RuntimeException e) {
      LOG.log(
          Level.ERROR, "PollFilesystemAndReloadConfig failed to ReloadConfig: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the process at once, since nobody is left to serve, but leaves no socket file behind. */
  private static void abandon(Optional<Path> socket) {
    socket.ifPresent(SocketFile::remove);
    Runtime.getRuntime().halt(0);
  }
}
