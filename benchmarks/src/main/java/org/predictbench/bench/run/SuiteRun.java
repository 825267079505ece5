package org.predictbench.bench.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.predictbench.bench.host.Environment;
import org.predictbench.bench.host.HostCheck;
import org.predictbench.bench.host.SteadyClock;
import org.predictbench.bench.kind.RunTools;
import org.predictbench.bench.kind.RunnableKind;
import org.predictbench.bench.process.Scratch;
import org.predictbench.bench.report.AnatomyTable;
import org.predictbench.bench.report.Found;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.report.Table;
import org.predictbench.bench.result.Protocol;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ObservedServer;
import org.predictbench.bench.servers.ServerSource;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.bench.stats.Anatomy;
import picocli.CommandLine;

/** One {@code run} from request to report: checks everything first, then measures. */
public final class SuiteRun {
  private final RunDirectory directory;
  private final ServerSource servers;
  private final Path scratch;
  private final HostCheck host;
  private final PrintStream out;
  private final Clock clock = SteadyClock.ofThisMachine();
  private final ObjectNode described;
  private final RunRequest.Detect detect;
  private RunEnvironment environment;
  private Suite suite;

  private SuiteRun(
      RunDirectory directory,
      ServerSource servers,
      Path scratch,
      HostCheck host,
      ObjectNode described,
      RunRequest.Detect detect,
      PrintStream out) {
    this.host = host;
    this.detect = detect;
    this.described = described;
    this.directory = directory;
    this.servers = servers;
    this.scratch = scratch;
    this.out = out;
  }

  /**
   * Checks all that can be checked before the first measurement and makes the run directory.
   *
   * @throws IllegalArgumentException with one line that says what is wrong and what would be right
   * @throws IllegalStateException if the request is strict and the host unfit, or JMH runs already
   * @throws IOException if no temporary folder can be made
   */
  public static SuiteRun of(RunRequest request, PrintStream out) throws IOException {
    HarnessLock.requireFree();
    if (request.strict()) {
      HostCheck.ofThisHost().requireFit();
    }
    // Before the preparations, which may write a model.
    ObjectNode described = Environment.ofThisMachine(Map.of());
    String load = HostCheck.load(Path.of("/"));
    if (request.resume() != null) {
      Resumption.of(request.resume()).requireSame(described);
    }
    Preparation prepared = Preparation.of(request, out);
    // Takes a second, which nobody should wait for who has mistyped a name.
    HostCheck host = HostCheck.ofThisHost(load);
    host.warnings().forEach(warning -> out.printf("warning: %s%n", warning));
    return new SuiteRun(
        prepared.directory(),
        prepared.servers(),
        prepared.scratch(),
        host,
        described,
        request.detect(),
        out);
  }

  /**
   * Says what a finished run found; writes nothing.
   *
   * @param resume a run that somebody wants to go on with, or null
   * @return whether it is VALID; empty if there is something left to measure, or nothing to resume
   */
  public static Optional<Boolean> finished(Path resume, PrintStream out) throws IOException {
    if (resume == null || !Resumption.of(resume).isFinished()) {
      return Optional.empty();
    }
    Reporter.Report report = Reporter.read(resume);
    out.printf(
        "nothing is left to measure in %s%n%s%n%s%n",
        resume, report.verdict().lines(), Found.judged(report));
    return Optional.of(report.verdict().valid());
  }

  /**
   * Measures what is missing, then writes tables and plots.
   *
   * @return whether the run is VALID
   * @throws IOException if results cannot be written
   */
  public boolean execute() throws IOException {
    try {
      HarnessLock lock = HarnessLock.take();
      try {
        return measureAndReport();
      } finally {
        lock.close();
      }
    } finally {
      Scratch.delete(scratch);
    }
  }

  private boolean measureAndReport() throws IOException {
    suite = directory.suite();
    // A run that is resumed among its added rounds has more than those planned.
    int missing = Math.max(0, suite.forks() - directory.finished().size());
    Interruption interruption = new Interruption(directory, scratch, out);
    try {
      announce(suite, missing);
      environment = RunEnvironment.begin(directory, described, host, clock);
      RunTools tools = RunTools.of(scratch, clock);
      Progress progress =
          new Progress(out, suite, missing, CommandLine.Help.Ansi.AUTO.enabled(), clock);
      try (progress) {
        new SuiteRunner(
                directory,
                this::start,
                kind -> RunnableKind.of(kind).run(tools),
                clock,
                RoundWatch.ofThisMachine())
            .run(progress);
      }
      // Any later, and it would write the report a second time.
      interruption.close();
      Reporter.Report report = Reporter.rebuild(directory.path());
      List<Anatomy> anatomy = Anatomy.of(suite, directory.forks());
      out.printf(
          "%n%s%s%s%n%s%nrun directory: %s%n",
          Table.terminal(report.summary()),
          anatomy.isEmpty() ? "" : AnatomyTable.of(anatomy).terminal() + "\n",
          report.verdict().lines(),
          Found.judged(report),
          directory.path());
      NextStep.after(report).ifPresent(out::println);
      if (detect != null) {
        out.println(Pilot.outcome(report.summary(), detect));
      }
      return report.verdict().valid();
    } finally {
      interruption.close();
    }
  }

  private ServerUnderTest start(String config, String model) {
    ServerUnderTest server = servers.start(config, model);
    // As it was always called, unless the suite has several models.
    String name = model.equals(suite.model()) ? config : config + " with " + model;
    try {
      environment.started(name, server);
      return new ObservedServer(server, () -> environment.observed(name, server));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void announce(Suite suite, int missing) throws IOException {
    Protocol protocol = suite.protocol();
    out.printf("%s: %s%n", suite.name(), suite.question());
    out.printf(
        "plan: %d cells x %d rounds%s, %d forks to run, about %s%s; seed %d%n",
        suite.cells().size(),
        protocol.rounds(),
        more(protocol),
        missing,
        RunTime.words(RunTime.of(suite, missing)),
        protocol.mostRounds() == protocol.rounds()
            ? ""
            : ", at most " + RunTime.words(RunTime.most(suite, missing)),
        directory.seed());
    if (protocol.rounds() == 1 && !protocol.mayGoOn()) {
      out.println(
          "warning: one round gives no intervals, so this run will end INVALID; --rounds 3 is the"
              + " least that tells something");
    }
    out.printf("run directory: %s%n%n", directory.path());
  }

  private static String more(Protocol protocol) {
    if (protocol.until().isPresent()) {
      return " or more";
    }
    return protocol.mayGoOn()
        ? ", up to %d if the machine is noisy".formatted(protocol.mostRounds())
        : "";
  }
}
