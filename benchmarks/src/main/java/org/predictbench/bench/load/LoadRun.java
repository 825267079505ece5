package org.predictbench.bench.load;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.host.Environment;
import org.predictbench.bench.load.fault.Fault;
import org.predictbench.bench.load.objective.Slo;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.report.LoadReport;
import org.predictbench.bench.load.send.Share;
import org.predictbench.bench.load.suite.LoadDirectory;
import org.predictbench.bench.load.suite.LoadStep;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.load.suite.LoadSuiteYaml;
import org.predictbench.bench.load.suite.LoadSuites;
import org.predictbench.bench.load.suite.SloSearch;
import org.predictbench.bench.load.suite.TrialResult;
import org.predictbench.bench.plan.AskedWorkload;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.plan.CallPlanner;
import org.predictbench.bench.process.Scratch;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.requests.RequestSet;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunInputs;
import org.predictbench.bench.servers.CallPlans;
import org.predictbench.bench.servers.GivenTarget;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.bench.stats.MachineDifferences;
import org.predictbench.client.Inputs;
import org.predictbench.client.Tensor;
import org.predictbench.client.axis.Variant;
import org.predictbench.server.launch.Durations;
import picocli.CommandLine;

/** One {@code load} from request to report. */
public final class LoadRun {
  /** An odd number of floats, so that no variant is lucky with alignment. */
  private static final RequestSet SMALL =
      new RequestSet(
          "the suite: three floats, to see the calling alone",
          List.of(Inputs.of("input", Tensor.of(new float[] {0.25f, 0.5f, 0.75f}, 1, 1, 1, 3))),
          List.of());

  private final LoadRequest request;
  private final LoadSuite suite;
  private final LoadDirectory directory;
  private final CallPlan plan;
  private final Generator generator;
  private final PrintStream out;
  private final Clock clock = Clock.systemUTC();
  private final LoadProgress progress;
  private final Map<String, Map<String, Object>> facts = new TreeMap<>();
  private final CountDownLatch finished = new CountDownLatch(1);
  private int trials;

  private LoadRun(
      LoadRequest request,
      LoadSuite suite,
      LoadDirectory directory,
      CallPlan plan,
      PrintStream out,
      Map<String, Map<String, Object>> facts) {
    this.request = request;
    this.facts.putAll(facts);
    this.suite = suite;
    this.directory = directory;
    this.plan = plan;
    this.generator = new Generator(suite, request.seed(), request.share(), request.samples());
    this.out = out;
    this.progress = new LoadProgress(out, CommandLine.Help.Ansi.AUTO.enabled(), clock);
  }

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
    String sent = RunInputs.SentRequests.of(plan).text();
    Optional<RunInputs.SentRequests> before = directory.requests();
    if (before.isPresent() && !before.get().text().equals(sent)) {
      throw new InputException(
          "the run was started with other requests, %s: give them again, or start a new run"
              .formatted(before.get().text()));
    }
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

  /**
   * Makes all loads, then tables and plots. On Ctrl-C the load under way ends, and what there is
   * becomes a report that says so.
   *
   * @return what it came to
   */
  public LoadReport execute() throws IOException, InterruptedException {
    Thread hook = new Thread(this::interrupted, "load-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    boolean reported = false;
    try {
      out.printf(
          "%s: %s%n%s; seed %d, share %s%n%s%nrun directory: %s%n%n",
          suite.name(),
          suite.question(),
          suite.load(),
          request.seed(),
          request.share(),
          plan(),
          directory.path());
      directory.writeEnvironment(Environment.ofThisMachine(facts));
      for (Cell cell : suite.cells()) {
        if (!generator.stopped()) {
          measure(cell);
        }
      }
      progress.close();
      LoadReport report = LoadReport.rebuild(directory.path());
      reported = true;
      out.printf(
          "%n%s%n%s%n%s%nrun directory: %s%n",
          report.text(), verdict(report), report.found(), directory.path());
      if (generator.stopped()) {
        out.printf(
            "go on with: java -jar benchmarks/target/benchmarks.jar load --resume %s%n",
            directory.path());
      }
      return report;
    } finally {
      progress.close();
      if (!reported && directory.trials().isEmpty()) {
        // Nothing could read it.
        Scratch.delete(directory.path());
      }
      finished.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is on its way down and waits for the hook, which waits for us.
      }
    }
  }

  private static String verdict(LoadReport report) {
    String valid = report.verdict().line();
    return report.gate().map(gate -> "gate: " + gate + " (run: " + valid + ")").orElse(valid);
  }

  /** What is going to happen, and for how long. */
  private String plan() {
    long warmup = suite.warmup().toSeconds();
    long each = suite.duration().toSeconds();
    int cells = suite.cells().size();
    if (suite.search().isPresent()) {
      return "plan: %d cell(s), each %s of warm-up, then trials of %s until the rate is found"
          .formatted(cells, seconds(suite.warmup()), seconds(suite.duration()));
    }
    int steps = suite.steps().size();
    return "plan: %d cell(s), each %s of warm-up and %s%s of load, %s %d s"
        .formatted(
            cells,
            seconds(suite.warmup()),
            steps == 1 ? "" : steps + " × ",
            seconds(suite.duration()),
            suite.gate().isPresent() ? "less if it is clear before, at most" : "about",
            cells * (warmup + steps * each + 5));
  }

  private static String seconds(Duration time) {
    return Durations.format(time);
  }

  private void interrupted() {
    generator.stop();
    try {
      Duration limit = suite.deadline().plusSeconds(10);
      var unused = finished.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.flush();
  }

  private void measure(Cell cell) throws IOException, InterruptedException {
    List<TrialResult> made = made(cell);
    if (suite.search().isEmpty() && made.size() == suite.steps().size()) {
      trials += made.size();
      out.println(cell.name() + ": measured before");
      return;
    }
    progress.begin(cell.name() + ": server and client start", Duration.ZERO);
    try (CellUnderLoad loaded =
        new CellUnderLoad(
            suite, cell, plan, request.asked().classPath(), () -> server(cell.server()))) {
      LoadStep first = suite.steps().get(0);
      LoadStep gentle = suite.search().map(search -> first.at(search.from())).orElse(first);
      progress.begin(cell.name() + ": warm-up", suite.warmup());
      generator.warmUp(loaded.calls(), gentle);
      record(cell, loaded.server());
      if (suite.search().isPresent()) {
        search(cell, loaded, suite.search().get(), new ArrayDeque<>(made));
      } else {
        for (LoadStep step : suite.steps()) {
          align();
          String name = step.name().isEmpty() ? cell.name() : cell.name() + "-" + step.name();
          if (made.stream().anyMatch(result -> result.trial().name().equals(name))) {
            // Its number is taken, so that those after it have the arrivals that they would have.
            trials++;
          } else {
            var unused = trial(cell, loaded, name, step, Optional.empty());
          }
        }
      }
      record(cell, loaded.server());
    }
  }

  /** A cell's trials that were finished before, in their order. */
  private List<TrialResult> made(Cell cell) throws IOException {
    return directory.trials().stream()
        .filter(result -> result.trial().cell().equals(cell.name()))
        .filter(result -> !result.trial().stopped())
        .toList();
  }

  private void search(
      Cell cell, CellUnderLoad loaded, LoadSuite.Search search, Deque<TrialResult> made)
      throws IOException, InterruptedException {
    Slo slo = search.slo();
    if (slo.relative()) {
      slo =
          made.isEmpty()
              ? slo.of(generator.unloadedP50(loaded.calls()))
              : Slo.parse(made.peek().trial().slo());
    }
    Slo known = slo;
    SloSearch found =
        new SloSearch(
            search,
            lowestRate(),
            rate -> {
              if (!made.isEmpty()) {
                // The same rates come in the same order, since they depend on the results alone.
                trials++;
                return made.poll().held();
              }
              String name = "%s-%s-%03d".formatted(cell.name(), plain(rate), trials + 1);
              TrialResult result =
                  trial(cell, loaded, name, suite.steps().get(0).at(rate), Optional.of(known));
              return result.held();
            });
    try {
      String highest = found.highest().map(rate -> plain(rate) + "/s").orElse("not found");
      out.printf("%s: highest rate within %s: %s%n", cell.name(), slo, highest);
    } catch (InterruptedException e) {
      out.printf("%s: search stopped%n", cell.name());
    }
  }

  /** Poisson arrivals are some more or fewer than their mean: half as many again are enough. */
  private double lowestRate() {
    return 1.5 * suite.rules().minSamples() / (suite.duration().toMillis() / 1e3);
  }

  private TrialResult trial(
      Cell cell, CellUnderLoad loaded, String name, LoadStep step, Optional<Slo> slo)
      throws IOException, InterruptedException {
    if (generator.stopped()) {
      throw new InterruptedException("stopped");
    }
    progress.begin(cell.name() + ": " + step.text(), suite.duration());
    MetricsScraper metrics = MetricsScraper.of(request.metrics(), directory.metrics(name));
    CellUnderLoad.Faults faults = loaded.beginFaults();
    TrialResult result;
    try {
      result =
          generator.run(
              new Generator.Task(name, cell.name(), step, suite.duration(), slo, trials++),
              loaded.calls(),
              directory);
    } finally {
      metrics.close();
      faults.close();
    }
    progress.end();
    out.printf(
        "%-28s %-24s answered %8s/s   p50 %9s   p99 %9s   late p99 %9s   %s%n",
        name,
        result.trial().load(),
        String.format(Locale.ROOT, "%.1f", result.answeredPerSecond()),
        Numbers.time(result.total().micros(Tag.CORRECTED, 50)),
        Numbers.time(result.total().micros(Tag.CORRECTED, 99)),
        Numbers.time(result.total().micros(Tag.LATENESS, 99)),
        result.trial().slo() == null || result.kept()
            ? result.verdict().line()
            : "broke " + result.trial().slo());
    return result;
  }

  private static String plain(double rate) {
    return String.format(Locale.ROOT, rate >= 100 ? "%.0f" : "%.2f", rate);
  }

  /** All generators begin together, if their clocks agree. */
  private void align() throws InterruptedException {
    if (request.align() != null) {
      long step = request.align().toMillis();
      Thread.sleep(step - clock.millis() % step);
    }
  }

  private ServerUnderTest server(String config) {
    return ModelServers.startOrFind(request.target(), config, suite.model());
  }

  private void record(Cell cell, ServerUnderTest server) throws IOException {
    facts.put(cell.server(), server.facts());
    directory.writeEnvironment(Environment.ofThisMachine(facts));
  }
}
