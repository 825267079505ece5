package org.predictbench.modelserver;

import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/**
 * The process: loads one model, listens, says {@code READY} and serves until SIGTERM.
 *
 * <p>Exit codes: 1 the server could not start, 2 unusable arguments. Only the READY line goes to
 * stdout.
 */
public final class ModelServer {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private ModelServer() {}

  public static void main(String[] args) throws InterruptedException {
    ModelServerOptions options = new ModelServerOptions();
    CommandLine commandLine = new CommandLine(options);
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
    try {
      serve(options);
    } catch (StartException | IOException | RuntimeException e) {
      System.err.println("Failed to start server. Error: " + e.getMessage());
      System.exit(FAILED);
    }
  }

  private static void serve(ModelServerOptions options)
      throws StartException, IOException, InterruptedException {
    Optional<Path> socket = Optional.ofNullable(options.socketPath);
    if (options.exitOnStdinEof) {
      // Before the model is loaded, since that may outlast the parent.
      ParentWatch.start(System.in, () -> abandon(socket));
    }
    Footprint.unbound();
    Parallelism parallelism = options.parallelism();
    Servable servable = load(options, parallelism);
    // Before the first run, which takes most: it optimises the graph, weights and all.
    Footprint.shrink();
    Predictor predictor = new Predictor(servable, encoder(options));
    if (options.modelWarmup) {
      WarmUp.run(servable, predictor);
    }
    Footprint.shrink();
    Optional<Servable> standIn =
        options.diagnostics ? StandIn.of(servable, parallelism) : Optional.empty();
    Listeners listeners =
        Listeners.open(
            services(options, servable, predictor, standIn),
            new InetSocketAddress(options.bindAddress, options.port),
            socket);
    Runtime.getRuntime().addShutdownHook(new Thread(listeners::close, "shutdown"));
    System.out.println(
        new ReadyLine(
            listeners.port(),
            socket.map(Path::toString),
            servable.name(),
            servable.version(),
            standIn.map(Servable::name),
            parallelism));
    System.out.flush();
    listeners.awaitTermination();
  }

  /** Nobody is left to serve: no grace, but no socket file either. */
  private static void abandon(Optional<Path> socket) {
    socket.ifPresent(SocketFile::remove);
    Runtime.getRuntime().halt(0);
  }

  private static List<ServerServiceDefinition> services(
      ModelServerOptions options,
      Servable servable,
      Predictor predictor,
      Optional<Servable> standIn) {
    List<ServerServiceDefinition> services = new ArrayList<>();
    ServableLookup lookup = new ServableLookup(servable);
    services.add(
        Services.prediction(
            standIn
                .map(other -> predictor.or(new Predictor(other, encoder(options))))
                .orElse(predictor::predict),
            new ModelMetadata(lookup)));
    services.add(Services.model(lookup));
    if (options.diagnostics) {
      services.add(Services.diagnostics(new SessionTimer(predictor, System::nanoTime)));
    }
    return services;
  }

  private static TensorEncoder encoder(ModelServerOptions options) {
    return options.tensorContent ? TensorEncoder.AS_PROTO_CONTENT : TensorEncoder.AS_PROTO_FIELD;
  }

  private static Servable load(ModelServerOptions options, Parallelism parallelism)
      throws StartException, IOException {
    VersionDirectory directory =
        VersionDirectory.latest(options.modelBasePath)
            .orElseThrow(
                () ->
                    new StartException(
                        "NOT_FOUND: no version directory is in " + options.modelBasePath));
    try {
      return new SavedModelLoader(parallelism, Set.of(options.savedModelTags.split(",")))
          .load(options.modelName, directory);
    } catch (IOException | RuntimeException e) {
      throw new StartException(
          "UNKNOWN: 1 servable(s) did not become available: {{name: %s version: %d} due to error: %s}"
              .formatted(options.modelName, directory.version(), Statuses.describe(e)));
    }
  }

  /** Why the server cannot start, in TensorFlow Serving's words. */
  private static final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(String message) {
      super(message);
    }
  }
}
