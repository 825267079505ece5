package org.predictbench.bench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.image.ImageFile;
import org.predictbench.bench.kind.RunnableKind;
import org.predictbench.bench.plan.AskedWorkload;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.plan.PlanFolder;
import org.predictbench.bench.process.Scratch;
import org.predictbench.bench.requests.SavedModelFile;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunInputs;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Suites;
import org.predictbench.bench.servers.CallPlans;
import org.predictbench.bench.servers.FoundServer;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.bench.servers.ServerSource;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.Inputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.client.axis.Transport;
import org.predictbench.client.axis.Variant;
import org.predictbench.server.config.CpuFlags;

/**
 * What a run stands on, checked before anything is measured: a mistake costs seconds and one line,
 * not the end of a long run.
 *
 * @param scratch private folder that holds what is called and sent; the run deletes it
 */
record Preparation(RunDirectory directory, ServerSource servers, Path scratch) {
  static Preparation of(RunRequest given, PrintStream out) throws IOException {
    RunDirectory resumed = given.resume() == null ? null : RunDirectory.open(given.resume());
    RunRequest request = resumed == null ? given : resuming(given, resumed);
    if (resumed != null) {
      requireFiles(resumed, request.asked());
      var unused = OwnCells.of(resumed.suite(), request.asked().classPath());
    }
    Suite suite = resumed == null ? planned(request, out) : resumed.suite();
    boolean external = !ModelServers.startsHere(request.target());
    suite.cells().forEach(cell -> requireKnown(cell, external));
    OmittedCells omitted = new OmittedCells(out);
    if (resumed == null && !external) {
      suite = AvailableBuilds.of(suite, CpuFlags.ofThisMachine(), omitted);
    }
    ModelServers started = ModelServers.of(request.target());
    Map<String, CallPlan> plans = plans(request, resumed, suite, started);
    if (resumed == null) {
      suite = FittingCells.of(suite, plans, omitted);
    }
    plans.forEach((model, plan) -> announce(model, plan, out));
    ServerSource servers = servers(request, started, suite, plans, out);
    Path scratch = Scratch.create();
    new PlanFolder(scratch).write(plans);
    new PlanFolder(scratch).writeClassPath(request.asked().classPath());
    if (request.detect() != null) {
      suite = piloted(suite, request.detect(), servers, scratch, out);
    }
    RunDirectory directory =
        resumed == null ? create(request, suite, plans, omitted.reasons()) : resumed;
    return new Preparation(directory, servers, scratch);
  }

  private static Suite piloted(
      Suite suite, RunRequest.Detect detect, ServerSource servers, Path scratch, PrintStream out)
      throws IOException {
    boolean done = false;
    try {
      Suite planned = new Pilot(servers, scratch, out).planned(suite, detect);
      done = true;
      return planned;
    } finally {
      if (!done) {
        Scratch.delete(scratch);
      }
    }
  }

  private static void announce(String model, CallPlan plan, PrintStream out) {
    out.printf(
        "requests for %s: %s (%s)%n", model, plan.requests().summary(), plan.requests().source());
    plan.requests().notes().forEach(note -> out.printf("note: %s%n", note));
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
    Path image = request.asked().image();
    if (image != null) {
      ImageFile.bytesOf(image);
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
    suite = OwnCells.of(suite, request.asked().classPath());
    suite = Batches.of(suite, request.asked().batches());
    String model = request.asked().model();
    requireOneModel(suite, request);
    if (!ModelServers.startsHere(request.target())) {
      return Narrowing.to(Target.parse(request.target()), model, suite);
    }
    if (request.target() != null) {
      suite = Narrowing.toContainers(suite);
    }
    return model == null ? suite : suite.withModel(model);
  }

  /** Options that speak of one model say nothing to a suite of several. */
  private static void requireOneModel(Suite suite, RunRequest request) {
    List<String> vain = new ArrayList<>(request.target() == null ? List.of() : List.of("--target"));
    Stream.of(request.asked().options().split(" "))
        .filter(word -> word.startsWith("--"))
        .filter(option -> !option.equals("--batch") && !option.equals("--header"))
        .distinct()
        .forEach(vain::add);
    if (suite.models().size() > 1 && !vain.isEmpty()) {
      throw new InputException(
          "suite '%s' names its models itself, %s: leave %s out"
              .formatted(
                  suite.name(), String.join(", ", suite.models()), String.join(" and ", vain)));
    }
  }

  /**
   * Checks what a cell names, whether this machine has it or not.
   *
   * @throws InputException in one line with the cell and what is known
   */
  private static void requireKnown(Cell cell, boolean external) {
    RunnableKind.requireFitting(cell);
    var unused = variant(cell);
    if (!external && cell.kind().needsServer()) {
      var unusedConfig = ModelServers.config(cell.server());
    }
  }

  static void requireRunnable(Cell cell, boolean external) {
    requireKnown(cell, external);
    unavailable(cell)
        .ifPresent(
            why -> {
              throw OmittedCells.refused(cell, why);
            });
  }

  /** What this machine lacks for a cell's client variant. */
  static Optional<String> unavailable(Cell cell) {
    return variant(cell).flatMap(variant -> Jvms.checkedHere(cell, variant).unavailable());
  }

  private static Optional<Variant> variant(Cell cell) {
    try {
      return cell.kind().hasVariant() ? Optional.of(Variant.parse(cell.axes())) : Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new InputException("cell '%s': %s".formatted(cell.name(), e.getMessage()), e);
    }
  }

  /** What a new run is to send; a resumed one sends what it sent, or is refused. */
  static Map<String, CallPlan> plans(
      RunRequest request, RunDirectory resumed, Suite suite, ModelServers started)
      throws IOException {
    requireImage(request);
    Map<String, CallPlan> plans = new LinkedHashMap<>();
    RunInputs inputs = inputs(resumed);
    for (String model : suite.models()) {
      CallPlan plan =
          CallPlans.of(request.asked().withModel(model), request.target(), started, kept(resumed));
      requireBase(request, model, started);
      inputs.requireSameRequests(model, plan.requests().sha256());
      plans.put(model, plan);
    }
    return plans;
  }

  /** A server wants the folder of all versions. */
  private static void requireBase(RunRequest request, String model, ModelServers started)
      throws IOException {
    if (ModelServers.startsHere(request.target())) {
      Path base = started.basePath(model);
      if (SavedModelFile.newestVersion(base).equals(base)) {
        throw new InputException(
            "%s is one version of a model: --model takes the folder of its versions, %s"
                .formatted(base, base.getParent()));
      }
    }
  }

  private static RunInputs inputs(RunDirectory resumed) throws IOException {
    RunInputs nothing = new RunInputs(null, null);
    return resumed == null ? nothing : resumed.inputs().orElse(nothing);
  }

  /** Not the file again, which may be gone: the very bits that the finished forks sent. */
  private static Optional<Path> kept(RunDirectory resumed) {
    return resumed == null ? Optional.empty() : resumed.requests().or(resumed::features);
  }

  /** What a run does not keep, its resumption must be given. */
  private static void requireFiles(RunDirectory resumed, AskedWorkload asked) throws IOException {
    RunInputs inputs = inputs(resumed);
    Optional<Path> kept = kept(resumed);
    if (inputs.image() != null && asked.image() == null) {
      if (kept.isEmpty()) {
        throw new InputException(
            "the run does not keep its image: add --image with the run's, " + inputs.image());
      }
      if (sendsImages(resumed.suite())) {
        throw new InputException("some cells send the image itself: add --image with the run's");
      }
    }
    String file = inputs.calls() == null ? null : inputs.calls().file();
    if (file != null && asked.requests() == null && kept.isEmpty()) {
      throw new InputException(
          "the run does not keep its requests: add --requests with the run's, " + file);
    }
  }

  private static boolean sendsImages(Suite suite) {
    return suite.cells().stream()
        .anyMatch(cell -> TensorEncoding.JPEG_BYTES.id().equals(cell.client().get("encoding")));
  }

  static ServerSource servers(
      RunRequest request,
      ModelServers started,
      Suite suite,
      Map<String, CallPlan> plans,
      PrintStream out)
      throws IOException {
    if (!ModelServers.startsHere(request.target())) {
      FoundServer server = new FoundServer(Target.parse(request.target()), suite.model());
      plans.values().forEach(plan -> requireAnswer(server, plan));
      return (config, model) -> server;
    }
    for (String model : suite.models()) {
      requireAnswer(request, started, suite, model, plans.get(model), out);
    }
    return started::start;
  }

  /** Of a model that is not known to work, or of servers that are not ours. */
  private static void requireAnswer(
      RunRequest request,
      ModelServers started,
      Suite suite,
      String model,
      CallPlan plan,
      PrintStream out) {
    Optional<Cell> first =
        suite.cells().stream()
            .filter(cell -> cell.kind().needsServer() && suite.modelOf(cell).equals(model))
            .findFirst();
    if (first.isEmpty()) {
      return;
    }
    if (ModelServers.isShipped(model)) {
      out.printf("model: %s%n", started.basePath(model));
    }
    if (!ModelServers.isShipped(model) || request.target() != null) {
      try (ServerUnderTest server = started.start(first.get().server(), model)) {
        requireAnswer(server, plan);
      }
    }
  }

  /** One call, so that a request that the model refuses is told from a slow server at once. */
  private static void requireAnswer(ServerUnderTest server, CallPlan plan) {
    Target target = server.target(Transport.NETTY_NIO);
    Inputs first = plan.requests().requests().get(0);
    try (PredictClient client = PredictClients.best(target, plan.model(server.model()))) {
      var unused = client.predict(first, plan.options());
    } catch (PredictException e) {
      throw new IllegalArgumentException(
          "model '%s' at %s does not answer to %s: %s: %s"
              .formatted(server.model(), target, first, e.code(), e.getMessage()),
          e);
    }
  }

  private static RunDirectory create(
      RunRequest request, Suite suite, Map<String, CallPlan> plans, Map<String, String> omitted)
      throws IOException {
    Random random = new Random();
    RunDirectory directory =
        RunDirectory.create(
            request.out(), suite, Clock.systemUTC(), () -> RunDirectory.newId(random));
    directory.writeCommand(request.commandLine());
    directory.writeSeed(request.seed());
    Map<String, RunInputs.SentRequests> sent = new LinkedHashMap<>();
    plans.forEach((model, plan) -> sent.put(model, RunInputs.SentRequests.of(plan)));
    directory.writeInputs(request.inputs(sent).omitting(omitted));
    // Of several models nobody can give the requests.
    if (plans.size() == 1 && (request.asked().keep() || request.asked().image() != null)) {
      directory.writeRequests(plans.values().iterator().next().requests()::write);
    }
    return directory;
  }
}
