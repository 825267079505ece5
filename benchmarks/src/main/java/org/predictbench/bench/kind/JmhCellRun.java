package org.predictbench.bench.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;
import org.predictbench.bench.files.FailureText;
import org.predictbench.bench.fork.ForkProperties;
import org.predictbench.bench.fork.ForkReport;
import org.predictbench.bench.host.Stopwatch;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.plan.PlanFolder;
import org.predictbench.bench.process.CallerThreads;
import org.predictbench.bench.process.JvmFlags;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.server.launch.Jdk;

/** One JMH fork a cell, of the benchmark that its kind asks for. */
final class JmhCellRun implements CellRun {
  private static final double NANOS_PER_MICRO = 1000;
  private static final Pattern EXIT_CODE = Pattern.compile("exit code (\\d+)");

  /** Of a process that a signal ended, the JVM reports the signal's number and this. */
  private static final int SIGNALS = 128;

  private final JmhKind kind;
  private final ObjectMapper json;
  private final PlanFolder plans;
  private final Path scratch;
  private final Clock clock;
  private final List<String> jvmFlags;
  private final SliceCounter counter;

  JmhCellRun(JmhKind kind, RunTools tools) {
    this.kind = kind;
    this.json = tools.json();
    this.plans = tools.plans();
    this.scratch = tools.scratch();
    this.clock = tools.clock();
    this.jvmFlags = tools.jvmFlags();
    this.counter = tools.counter();
  }

  @Override
  public RunningCell start(
      Suite suite, Cell cell, int round, int position, ServerUnderTest server) {
    String id = round + "-" + position;
    Path report = scratch.resolve("fork-" + id + ".json");
    Path socket = scratch.resolve("slices-" + id);
    return new ForkedCell(
        socket,
        () -> measure(suite, cell, round, position, server, report, socket),
        "fork-" + cell.name());
  }

  private ForkRecord measure(
      Suite suite,
      Cell cell,
      int round,
      int position,
      ServerUnderTest server,
      Path report,
      Path socket) {
    Stopwatch since = Stopwatch.now(clock);
    ForkRecord.Builder record = ForkRecord.of(cell.name(), round, position);
    try {
      ClassPath own = plans.classPath();
      String[] arguments = jvmArguments(suite, cell, server, own, report, socket);
      RunResult result = new Runner(options(suite, cell, server, own, arguments)).runSingle();
      long calls = count(cell, result);
      ForkReport reported = json.readValue(report.toFile(), ForkReport.class);
      return record
          .took(since.start(), since.seconds())
          .times(histogram(result.getPrimaryResult().getStatistics()))
          .calls(calls)
          .allocated(allocation(result))
          .cpu(perCall(reported.cpuNanos(), calls))
          .pauses(reported.pauses())
          .pins(reported.pins())
          .answer(reported.answer())
          .memory(reported.peakRssBytes(), server.peakRssBytes())
          .callParts(reported.callParts())
          .stubCalls(reported.stubCalls())
          .jmh(asJson(result))
          .ok();
    } catch (RunnerException | IOException | RuntimeException e) {
      return record.took(since.start(), since.seconds()).failed(reason(report, e));
    }
  }

  private static Double perCall(Long nanos, long calls) {
    return nanos == null || calls == 0 ? null : (double) nanos / calls;
  }

  /** Tells the counter of each measured slice; returns the calls of all of them. */
  private long count(Cell cell, RunResult result) {
    long calls = 0;
    int slice = 0;
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        // JMH times a sample of very short calls, but counts them all.
        calls += iteration.getMetadata().getAllOps();
        counter.onSlice(
            cell.name(),
            slice++,
            iteration.getMetadata().getAllOps(),
            iteration.getPrimaryResult().getStatistics().getMean() * NANOS_PER_MICRO);
      }
    }
    return calls;
  }

  private Options options(
      Suite suite, Cell cell, ServerUnderTest server, ClassPath own, String[] jvmArguments) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(kind.include())
            .threads(cell.callers())
            .forks(1)
            .warmupIterations(suite.warmupSlices())
            .warmupTime(timeValue(suite.protocol().slice()))
            .measurementIterations(suite.measuredSlices(cell))
            .measurementTime(timeValue(suite.protocol().slice()))
            .addProfiler(GCProfiler.class)
            .jvm(Jdk.of(cell.jvm()).executable().toString())
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .jvmArgsAppend(jvmArguments);
    kind.jmhParameters(suite, cell, server, own)
        .forEach((name, value) -> options.param(name, value));
    return options.build();
  }

  private String[] jvmArguments(
      Suite suite, Cell cell, ServerUnderTest server, ClassPath own, Path report, Path socket) {
    List<String> arguments =
        new ArrayList<>(ForkProperties.jvmArguments(plans.of(suite.modelOf(cell)), report, socket));
    arguments.addAll(
        ForkProperties.stubWarmupArguments(server.stubModel(), suite.protocol().stubWarmup()));
    arguments.addAll(
        ForkProperties.cellArguments(
            cell.workload().values(),
            kind.isSlowable() ? cell.slowdown() : 0,
            kind.hasCallParts()));
    arguments.addAll(kind.jvmArguments(cell, own));
    arguments.addAll(virtualThreads(cell));
    arguments.addAll(JvmFlags.forNativeLibraries(Jdk.of(cell.jvm()).feature()));
    arguments.addAll(jvmFlags);
    arguments.addAll(cell.jvm().args());
    return arguments.toArray(String[]::new);
  }

  private static List<String> virtualThreads(Cell cell) {
    List<String> arguments = new ArrayList<>();
    if (cell.hasVirtualThreads()) {
      arguments.addAll(ForkProperties.pinsArguments());
    }
    if (cell.workload().callerThreads() == CallerThreads.VIRTUAL) {
      arguments.add("-Djmh.executor=VIRTUAL");
    }
    return arguments;
  }

  /** Pairs of nanoseconds and count; JMH keeps samples to about three digits. */
  private static List<long[]> histogram(Statistics statistics) {
    SampleCounts counts = new SampleCounts();
    for (Iterator<Map.Entry<Double, Long>> raw = statistics.getRawData(); raw.hasNext(); ) {
      Map.Entry<Double, Long> sample = raw.next();
      counts.add(Math.round(sample.getKey() * NANOS_PER_MICRO), sample.getValue());
    }
    return counts.pairs();
  }

  private static Double allocation(RunResult result) {
    // By key: JMH's own type of the values is raw.
    for (String name : result.getSecondaryResults().keySet()) {
      if (name.endsWith("gc.alloc.rate.norm")) {
        return result.getSecondaryResults().get(name).getScore();
      }
    }
    return null;
  }

  private JsonNode asJson(RunResult result) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(List.of(result));
    return json.readTree(bytes.toByteArray()).get(0);
  }

  /** The fork's own words if it left any: JMH's exception only says that a fork failed. */
  private String reason(Path report, Exception failure) {
    try {
      if (Files.exists(report)) {
        String reported = json.readValue(report.toFile(), ForkReport.class).failure();
        if (reported != null) {
          return reported;
        }
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return killed(failure).orElse("fork ended: " + FailureText.of(failure));
  }

  /** JMH keeps the exit status of a fork in the message of an exception's cause. */
  private static Optional<String> killed(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      for (Throwable each : withSuppressed(cause)) {
        Matcher exit = EXIT_CODE.matcher(String.valueOf(each.getMessage()));
        if (exit.find()) {
          int status = Integer.parseInt(exit.group(1));
          return Optional.of(
              status > SIGNALS
                  ? "the fork was killed by signal " + (status - SIGNALS)
                  : "the fork exited with status " + status);
        }
      }
    }
    return Optional.empty();
  }

  private static List<Throwable> withSuppressed(Throwable failure) {
    List<Throwable> all = new ArrayList<>(List.of(failure));
    all.addAll(List.of(failure.getSuppressed()));
    return all;
  }

  private static TimeValue timeValue(Duration duration) {
    return TimeValue.milliseconds(duration.toMillis());
  }
}
