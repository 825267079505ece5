package org.predictbench.bench.tune;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.host.Environment;
import org.predictbench.bench.plan.AskedWorkload;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunInputs;
import org.predictbench.bench.servers.CallPlans;
import org.predictbench.bench.servers.GivenTarget;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.bench.stats.MachineDifferences;
import org.predictbench.client.Inputs;

/** One {@code tune} from request to report. */
public final class TuneRun {
  private static final String USUAL_MODEL = "resnet50-v2";

  /** A load under way, its server and client end within that. */
  private static final long ENDING_SECONDS = 30;

  private final TuneDirectory directory;
  private final TuneRequest request;
  private final Space space;
  private final CallPlan plan;
  private final PrintStream out;
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean stopped;
  private int left;

  /**
   * What a user wants of a run.
   *
   * @param target a server that runs already; null if servers are started here
   * @param commandLine the call that would repeat this run
   */
  public record Order(Goal goal, Duration budget, long seed, String target, String commandLine) {}

  private TuneRun(
      TuneDirectory directory, TuneRequest request, Space space, CallPlan plan, PrintStream out) {
    this.directory = directory;
    this.request = request;
    this.space = space;
    this.plan = plan;
    this.out = out;
  }

  /**
   * Checks what can be checked before anything starts, and makes the run directory.
   *
   * @param asked what is called and sent; the shipped ResNet-50 if it names no model
   * @param spaceFile the user's own space; null for the shipped one
   * @param results folder of run directories
   * @throws InputException with one line that says what is wrong and what would be right
   */
  public static TuneRun begin(
      Order order, AskedWorkload asked, Path spaceFile, Path results, PrintStream out)
      throws IOException {
    boolean isServerGiven = !ModelServers.startsHere(order.target());
    if (order.target() != null && order.goal().best() == Goal.For.CORES) {
      throw new InputException(
          "--for cores: how busy the server at a --target is cannot be seen from here");
    }
    String model = asked.model() == null ? USUAL_MODEL : asked.model();
    int batch = asked.batch() == null ? 1 : asked.batch();
    String text = Space.text(spaceFile);
    String source = spaceFile == null ? "space" : spaceFile.toString();
    // Once without the requests, whose making may take a while: mistakes come first.
    requireChoice(source, Space.read(source, text, new Space.Circumstances(2, 1, isServerGiven)));
    if (isServerGiven) {
      GivenTarget.requireGrpc(order.target());
    }
    CallPlan plan = plan(model, order.target(), asked);
    Space.Circumstances circumstances =
        new Space.Circumstances(
            Runtime.getRuntime().availableProcessors(), batch * rows(plan), isServerGiven);
    Space space = Space.read(source, text, circumstances);
    TuneRequest request =
        new TuneRequest(
            order.goal(),
            order.budget(),
            order.seed(),
            model,
            order.target(),
            batch,
            asked.withModel(model).options().strip(),
            circumstances);
    Random random = new Random();
    TuneDirectory directory =
        TuneDirectory.create(
            results,
            request,
            text,
            order.commandLine(),
            Clock.systemUTC(),
            () -> RunDirectory.newId(random));
    directory.writeRequests(RunInputs.SentRequests.of(plan));
    directory.writeEnvironment(Environment.ofThisMachine(Map.of()));
    return new TuneRun(directory, request, space, plan, out);
  }

  /**
   * Goes on with a run that was stopped.
   *
   * @param asked what is sent, given again; the model is the run's own
   * @throws InputException if it is not what was sent
   */
  public static TuneRun resume(Path path, AskedWorkload asked, PrintStream out) throws IOException {
    TuneDirectory directory = TuneDirectory.open(path);
    TuneRequest request = directory.request();
    if (asked.model() != null && !asked.model().equals(request.model())) {
      throw new InputException(
          "the run tunes '%s': leave --model out, or start a new one".formatted(request.model()));
    }
    CallPlan plan = plan(request.model(), request.target(), asked);
    RunInputs.SentRequests.of(plan).requireSameAs(directory.sent());
    if (directory.environment().isPresent()) {
      MachineDifferences.requireSame(
          directory.environment().get(), Environment.ofThisMachine(Map.of()));
    }
    directory.repair();
    return new TuneRun(directory, request, directory.space(), plan, out);
  }

  private static CallPlan plan(String model, String target, AskedWorkload asked)
      throws IOException {
    return CallPlans.of(asked.withModel(model), target, ModelServers.of(target), Optional.empty());
  }

  private static void requireChoice(String source, Space space) {
    if (space.settings().size() < 2) {
      throw new InputException(source + ": a space of one setting leaves nothing to choose");
    }
  }

  /** Of the largest request; those that have no rows count as one. */
  private static int rows(CallPlan plan) {
    long most = 1;
    for (Inputs inputs : plan.requests().requests()) {
      for (int i = 0; i < inputs.size(); i++) {
        most = Math.max(most, inputs.tensor(i).rank() == 0 ? 1 : inputs.tensor(i).dimension(0));
      }
    }
    return (int) Math.min(most, 100_000);
  }

  /**
   * Measures, compares, and writes the report and the files to deploy. On Ctrl-C the load under way
   * ends, and what there is becomes a report; {@link #resume} goes on from there.
   */
  public TuneReport execute() throws IOException, InterruptedException {
    out.printf(
        "goal: %s, of %s%n%s%nspace: %d settings of %d servers%nbudget: %d min; seed %d%nrun directory: %s%n%n",
        request.goal(),
        request.model(),
        "requests: " + plan.requests().summary() + " (" + plan.requests().source() + ")",
        space.settings().size(),
        space.servers(),
        request.budget().toMinutes(),
        request.seed(),
        directory.path());
    space.dropped().forEach(why -> out.println("left out: " + why));
    try (LiveBench bench = new LiveBench(request, space.today(), directory, plan)) {
      Thread hook = new Thread(() -> interrupted(bench), "tune-interruption");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        measure(bench);
        TuneReport report = TuneReport.rebuild(directory.path());
        out.printf(
            "%n%s%n%s%n%s%nrun directory: %s%n",
            report.text(), report.verdict().line(), report.found(), directory.path());
        return report;
      } finally {
        finished.countDown();
        try {
          Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
          // The JVM is on its way down and waits for the hook, which waits for us.
        }
      }
    }
  }

  private void measure(LiveBench live) throws IOException {
    RecordedBench bench = new RecordedBench(directory.measurements(), live, directory);
    try {
      new Tuning(
              space, request.goal(), request.budget(), request.seed(), bench, new Progress(bench))
          .run();
    } catch (InterruptedException e) {
      stopped = true;
    }
    directory.writeEnvironment(Environment.ofThisMachine(live.facts()));
    if (stopped) {
      out.printf(
          "%nstopped; go on with: java -jar benchmarks/target/benchmarks.jar tune --resume %s%n",
          directory.path());
    }
  }

  private void interrupted(LiveBench bench) {
    stopped = true;
    bench.stop();
    try {
      var unused = finished.await(ENDING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.flush();
  }

  /** Says what is done and how long it takes. */
  private final class Progress implements Tuning.Listener {
    private final RecordedBench bench;

    Progress(RecordedBench bench) {
      this.bench = bench;
    }

    @Override
    public void onStage(String what, int measurements, double seconds) {
      left = measurements;
      out.println(
          Double.isNaN(seconds)
              ? what
              : "%s: %d measurements, about %s".formatted(what, measurements, time(seconds)));
    }

    private static String time(double seconds) {
      return seconds < 90
          ? "%d s".formatted(Math.round(seconds))
          : "%d min".formatted(Math.round(seconds / 60));
    }

    @Override
    public void onMeasured(Setting setting, Measurement measurement) {
      left--;
      out.printf(
          "%4d to go  %-10s %-58s %s%s%n",
          Math.max(0, left),
          measurement.stage(),
          setting.name() + (measurement.control() ? ", again" : ""),
          TuneTable.worth(request.goal(), measurement),
          bench.isReplaying() ? "  (measured before)" : "");
    }
  }
}
