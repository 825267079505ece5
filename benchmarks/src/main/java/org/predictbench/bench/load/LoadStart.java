package org.predictbench.bench.load;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.host.Environment;
import org.predictbench.bench.load.fault.Fault;
import org.predictbench.bench.load.send.Share;
import org.predictbench.bench.load.suite.LoadDirectory;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.load.suite.LoadSuiteYaml;
import org.predictbench.bench.load.suite.LoadSuites;
import org.predictbench.bench.plan.AskedWorkload;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.plan.CallPlanner;
import org.predictbench.bench.requests.RequestSet;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunInputs;
import org.predictbench.bench.servers.CallPlans;
import org.predictbench.bench.servers.GivenTarget;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.bench.stats.MachineDifferences;
import org.predictbench.client.Inputs;
import org.predictbench.client.Tensor;
import org.predictbench.client.axis.Variant;

/** Checks what a user asked of {@code load}, and makes the run, anew or from where it was. */
public final class LoadStart {
  /** An odd number of floats, so that no variant is lucky with alignment. */
  private static final RequestSet SMALL =
      new RequestSet(
          "the suite: three floats, to see the calling alone",
          List.of(Inputs.of("input", Tensor.of(new float[] {0.25f, 0.5f, 0.75f}, 1, 1, 1, 3))),
          List.of());

  private LoadStart() {}

  /**
   * Checks what can be checked before anything starts, and makes the run directory.
   *
   * @throws IllegalArgumentException with one line that says what is wrong and what would be right
   */
  public static LoadRun of(LoadRequest request, PrintStream out) throws IOException {
    ObjectNode complete = LoadSuites.complete(request.suite(), request.overrides());
    OwnLoadCells.add(complete, request.asked().classPath());
    LoadSuite suite = LoadSuiteYaml.read(request.suite(), complete);
    if (suite.search().isPresent() && request.share().of() > 1) {
      throw new InputException("several generators cannot search: each would find its own rate");
    }
    if (suite.gate().isPresent() && request.share().of() > 1) {
      throw new InputException(
          "several generators cannot decide: each would see its own share of the requests");
    }
    if (ModelServers.startsHere(request.target())) {
      suite.cells().forEach(cell -> ModelServers.requireConfig(cell.server()));
    } else {
      GivenTarget.requireGrpc(request.target());
      if (suite.faults().stream().anyMatch(fault -> fault.kind() == Fault.Kind.KILL)) {
        throw new InputException("fault 'kill': only a server that is started here can be killed");
      }
    }
    CallPlan plan = plan(suite, request.asked(), request.target());
    out.printf("requests: %s (%s)%n", plan.requests().summary(), plan.requests().source());
    Random random = new Random();
    LoadDirectory directory =
        LoadDirectory.create(
            request.out(),
            suite.name(),
            complete,
            Clock.systemUTC(),
            () -> RunDirectory.newId(random));
    directory.writeRequests(RunInputs.SentRequests.of(plan));
    directory.write("command.txt", request.commandLine() + "\n");
    directory.writeCourse(
        new LoadDirectory.Course(
            request.target(),
            request.seed(),
            request.samples(),
            request.metrics() == null ? null : request.metrics().toString()));
    return new LoadRun(request, suite, directory, plan, out, Map.of());
  }

  /**
   * Goes on with a run that was stopped, where it was.
   *
   * @param asked what is sent, given again; the model is the run's own
   * @throws InputException if it is not what was sent, or this is another machine or build
   */
  public static LoadRun resume(Path run, AskedWorkload asked, PrintStream out) throws IOException {
    LoadDirectory directory = LoadDirectory.open(run);
    LoadDirectory.Course course = directory.course();
    LoadSuite suite = directory.suite();
    if (asked.model() != null && !asked.model().equals(suite.model())) {
      throw new InputException(
          "the run loads '%s': leave --model out, or start a new one".formatted(suite.model()));
    }
    CallPlan plan = plan(suite, asked, course.target());
    RunInputs.SentRequests.of(plan).requireSameAs(directory.requests());
    Optional<JsonNode> environment = directory.environment();
    if (environment.isPresent()) {
      MachineDifferences.requireSame(environment.get(), Environment.ofThisMachine(Map.of()));
    }
    LoadRequest request =
        new LoadRequest(
            suite.name(),
            null,
            course.target(),
            asked.withModel(suite.model()),
            run.toAbsolutePath().getParent(),
            course.seed(),
            Share.WHOLE,
            null,
            course.metrics() == null ? null : URI.create(course.metrics()),
            course.samples(),
            null);
    Map<String, Map<String, Object>> facts = new TreeMap<>();
    environment
        .map(node -> node.path("servers"))
        .ifPresent(
            servers ->
                servers
                    .properties()
                    .forEach(
                        each ->
                            facts.put(
                                each.getKey(),
                                Json.mapper()
                                    .convertValue(each.getValue(), new TypeReference<>() {}))));
    return new LoadRun(request, suite, directory, plan, out, facts);
  }

  private static CallPlan plan(LoadSuite suite, AskedWorkload asked, String target)
      throws IOException {
    boolean named = asked.namesRequests() || asked.signature() != null;
    AskedWorkload whole = asked.withModel(suite.model());
    // Three floats are for models that ignore what they are sent, here or at a target.
    boolean ignores = asked.model() == null || !ModelServers.startsHere(target);
    if (suite.request() == LoadSuite.Request.SMALL && ignores && !named) {
      return CallPlan.of(CallPlans.model(whole), SMALL, CallPlanner.options(asked));
    }
    return CallPlans.of(whole, target, ModelServers.of(target), Optional.empty());
  }

  /** Writes the request of a suite's first cell, as a load generator without Java sends it. */
  public static void recordRequest(
      String name, ObjectNode overrides, AskedWorkload asked, Path file) throws IOException {
    LoadSuite suite = LoadSuiteYaml.read(name, LoadSuites.complete(name, overrides));
    Variant variant = Variant.parse(suite.cells().get(0).client());
    CallPlan plan = plan(suite, asked, null);
    Inputs first = plan.requests().repeated(suite.batch()).get(0);
    AtomicFiles.write(file, RecordedRequest.framed(variant, plan.model(), first));
  }
}
