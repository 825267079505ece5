package org.predictbench.bench.run;

import io.grpc.Status;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.fork.ForkProperties;
import org.predictbench.bench.image.FeaturesFile;
import org.predictbench.bench.image.ImagePreprocessor;
import org.predictbench.bench.image.SampleImage;
import org.predictbench.bench.kind.RunnableKind;
import org.predictbench.bench.process.Scratch;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunInputs;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Suites;
import org.predictbench.bench.servers.FoundServer;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.bench.servers.NoServer;
import org.predictbench.bench.servers.ServerSource;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;
import org.predictbench.client.Tensor;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.client.axis.Transport;
import org.predictbench.client.axis.Variant;
import org.predictbench.server.config.CpuFlags;
import org.predictbench.server.launch.ExternalServer;

/**
 * What a run stands on, checked before anything is measured: a mistake costs seconds and one line,
 * not the end of a long run.
 *
 * @param scratch private folder that holds the preprocessed image; the run deletes it
 */
record Preparation(RunDirectory directory, ServerSource servers, Path scratch) {
  /** Name of the preprocessed image in the scratch folder. */
  static final String FEATURES = "features.f32";

  private static final Duration LISTENING_WITHIN = Duration.ofSeconds(10);

  static Preparation of(RunRequest given, PrintStream out) throws IOException {
    RunDirectory resumed = given.resume() == null ? null : RunDirectory.open(given.resume());
    RunRequest request = resumed == null ? given : resuming(given, resumed);
    Suite suite = resumed == null ? planned(request, out) : resumed.suite();
    Tensor image = image(request, resumed);
    boolean external = !ModelServers.startsHere(request.target());
    suite.cells().forEach(cell -> requireRunnable(cell, external));
    if (resumed == null && !external) {
      suite = AvailableBuilds.of(suite, CpuFlags.ofThisMachine(), out);
    }
    ServerSource servers = servers(request, ModelServers.of(request.target()), suite, image, out);
    RunDirectory directory = resumed == null ? create(request, suite, image) : resumed;
    Path scratch = Scratch.create();
    FeaturesFile.write(scratch.resolve(FEATURES), image);
    if (request.image() != null) {
      Files.copy(request.image(), scratch.resolve(ForkProperties.IMAGE));
    }
    return new Preparation(directory, servers, scratch);
  }

  private static RunRequest resuming(RunRequest given, RunDirectory resumed) throws IOException {
    Optional<RunInputs> started = resumed.inputs();
    if (started.isEmpty()) {
      return given;
    }
    requireImage(given);
    started.get().requireSame(given.inputs());
    return given.resuming(started.get());
  }

  private static void requireImage(RunRequest request) {
    if (request.image() != null && !Files.isReadable(request.image())) {
      throw new InputException("cannot read image " + request.image());
    }
  }

  private static Suite planned(RunRequest request, PrintStream out) {
    Suite suite = Suites.load(request.suite());
    Suites.notes(request.suite()).forEach(out::println);
    if (request.rounds() != null) {
      suite = suite.withRounds(request.rounds());
    }
    if (request.until() != null) {
      suite = suite.until(request.until());
    }
    if (!ModelServers.startsHere(request.target())) {
      return Narrowing.to(Target.parse(request.target()), request.model(), suite);
    }
    if (request.target() != null) {
      suite = Narrowing.toContainers(suite);
    }
    return request.model() == null ? suite : suite.withModel(request.model());
  }

  static void requireRunnable(Cell cell, boolean external) {
    RunnableKind.requireFitting(cell);
    if (cell.kind().hasVariant()) {
      Variant variant = Variant.parse(cell.axes());
      variant
          .unavailable()
          .ifPresent(
              why -> {
                throw new IllegalArgumentException(
                    "cell '%s' cannot run here: %s".formatted(cell.name(), why));
              });
    }
    if (!external && cell.kind().needsServer()) {
      var unused = ModelServers.config(cell.server());
    }
  }

  private static Tensor image(RunRequest request, RunDirectory resumed) throws IOException {
    if (resumed != null && resumed.features().isPresent()) {
      if (request.image() == null && sendsImages(resumed.suite())) {
        throw new InputException("some cells send the image itself: add --image with the run's");
      }
      // Not the file again, which may be gone: the very bits that the finished forks sent.
      return FeaturesFile.read(resumed.features().get());
    }
    if (resumed != null && request.image() == null) {
      requireShippedImage(resumed);
    }
    return FeaturesFile.image(
        request.image() == null
            ? SampleImage.features()
            : ImagePreprocessor.fromFile(request.image()));
  }

  private static boolean sendsImages(Suite suite) {
    return suite.cells().stream()
        .anyMatch(cell -> TensorEncoding.JPEG_BYTES.id().equals(cell.client().get("encoding")));
  }

  private static void requireShippedImage(RunDirectory resumed) throws IOException {
    Optional<String> own = resumed.inputs().map(RunInputs::image);
    if (own.isPresent()) {
      throw new InputException(
          "%s: features.f32 is missing; add --image with the run's image, %s"
              .formatted(resumed.path(), own.get()));
    }
  }

  static ServerSource servers(
      RunRequest request, ModelServers started, Suite suite, Tensor image, PrintStream out)
      throws IOException {
    if (!ModelServers.startsHere(request.target())) {
      FoundServer server = new FoundServer(Target.parse(request.target()), request.model());
      awaitListening(request.target());
      requireAnswer(server, image);
      return config -> server;
    }
    Optional<Cell> first =
        suite.cells().stream().filter(cell -> cell.kind().needsServer()).findFirst();
    if (first.isEmpty()) {
      return config -> NoServer.INSTANCE;
    }
    String model = suite.model();
    boolean shipped = ModelServers.isShipped(model);
    if (shipped) {
      out.printf("model: %s%n", started.basePath(model));
    } else {
      requireVersion(started.basePath(model));
    }
    if (!shipped || request.target() != null) {
      try (ServerUnderTest server = started.start(first.get().server(), model)) {
        requireAnswer(server, image);
      }
    }
    return config -> started.start(config, model);
  }

  private static void awaitListening(String target) throws IOException {
    try {
      ExternalServer.of(target).awaitListening(LISTENING_WITHIN);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + target, e);
    }
  }

  private static void requireVersion(Path base) throws IOException {
    if (Files.isDirectory(base)) {
      try (Stream<Path> children = Files.list(base)) {
        if (children.anyMatch(child -> child.getFileName().toString().matches("\\d+"))) {
          return;
        }
      }
    }
    throw new IllegalArgumentException(
        "no version in model folder %s: expected %s/<number>/saved_model.pb".formatted(base, base));
  }

  /** One call, so that a model of another signature is told from a slow or broken one at once. */
  private static void requireAnswer(ServerUnderTest server, Tensor image) {
    Target target = server.target(Transport.NETTY_NIO);
    try (PredictClient client = PredictClients.best(target, ModelRef.of(server.model()))) {
      Outputs answer = client.predict(Inputs.of("input", image));
      if (!answer.aliases().containsAll(List.of("classes", "probabilities"))) {
        throw new PredictException(
            Status.Code.INTERNAL, "it answers with other outputs: " + answer);
      }
    } catch (PredictException e) {
      throw new IllegalArgumentException(
          "model '%s' at %s does not answer a 1x224x224x3 float 'input' with 'classes' and"
                  .formatted(server.model(), target)
              + " 'probabilities': "
              + e.code()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static RunDirectory create(RunRequest request, Suite suite, Tensor image)
      throws IOException {
    Random random = new Random();
    RunDirectory directory =
        RunDirectory.create(
            request.out(), suite, Clock.systemUTC(), () -> RunDirectory.newId(random));
    directory.writeCommand(request.commandLine());
    directory.writeSeed(request.seed());
    directory.writeInputs(
        request.inputs(),
        Optional.ofNullable(request.image()).map(file -> FeaturesFile.bytes(image)));
    return directory;
  }
}
