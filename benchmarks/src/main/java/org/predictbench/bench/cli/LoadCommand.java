package org.predictbench.bench.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.load.LoadRequest;
import org.predictbench.bench.load.LoadRun;
import org.predictbench.bench.load.LoadStart;
import org.predictbench.bench.load.Manifest;
import org.predictbench.bench.load.Merge;
import org.predictbench.bench.load.objective.Decision;
import org.predictbench.bench.load.report.LoadReport;
import org.predictbench.bench.load.send.Share;
import org.predictbench.bench.load.suite.LoadOverrides;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.load.suite.LoadSuiteYaml;
import org.predictbench.bench.load.suite.LoadSuites;
import org.predictbench.bench.plan.AskedWorkload;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.server.yaml.EnumNames;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "load",
    description = {
      "Sends requests at the rate users send them, and says what they feel.",
      "",
      "  load load-smoke                                2,000 small requests a second",
      "  load clients-under-load --slo 'p99<50ms'       the highest rate, client by client",
      "  load load-smoke --rate 500 --duration 60s      any key of a suite",
      "  load load-smoke --rate 500,1000,2000           one after the other: a table, a curve",
      "  load load-smoke --arrivals closed --callers 1,2,4     closed loops, for comparison",
      "  load load-smoke --arrivals 'ramp 50..400 in 60s; burst 800 for 5s'",
      "  load load-smoke --require 'p99<5ms' --require 'failed<0.1%%' --junit gate.xml",
      "                                                 a gate: PASS, FAIL or UNDECIDED",
      "  load load-smoke --target host:8500 --model m   your own server",
      "  load --merge results/a results/b               one histogram of several generators' logs",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class LoadCommand implements Callable<Integer> {
  /** Options of the sending alone. */
  private static final String[] LOADING = {
    "--arrivals",
    "--rate",
    "--replay",
    "--callers",
    "--duration",
    "--in-flight",
    "--queue",
    "--slo",
    "--require",
    "--junit",
    "--json",
    "--percentiles",
    "--metrics",
    "--seed",
    "--share",
    "--align",
    "--samples",
    "--header"
  };

  @Parameters(
      arity = "0..*",
      paramLabel = "SUITE",
      description = "a shipped suite (default: load-smoke) or a YAML file; logs with --merge")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--arrivals",
      paramLabel = "PATTERN",
      description = {
        "poisson, uniform, replay, closed, flood, or phases:",
        "'ramp 50..400 in 60s; hold 400 for 10s; burst 800 for 5s'"
      })
  private String arrivals;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "requests a second; several with commas, one after the other")
  private String rate;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description = "arrival times in seconds, one a line: --arrivals replay")
  private Path replay;

  @Option(
      names = "--callers",
      paramLabel = "N",
      description = "of a closed loop; several with commas, one after the other")
  private String callers;

  @Option(names = "--duration", paramLabel = "D", description = "of the load, such as 20s")
  private String duration;

  @Option(names = "--in-flight", paramLabel = "N", description = "calls under way at most")
  private Integer inFlight;

  @Option(names = "--queue", paramLabel = "N", description = "requests that wait at most")
  private Integer queue;

  @Option(
      names = "--slo",
      paramLabel = "PROMISE",
      description = "find the highest rate that keeps it: p99<50ms, or p99<4x, of the unloaded p50")
  private String slo;

  @Option(
      names = "--require",
      paramLabel = "REQUIREMENT",
      description = {
        "make it a gate: p99<50ms or failed<0.1%%; repeat for more. It ends as soon as that is",
        "clear. Exit code 0 PASS, 1 FAIL, 3 UNDECIDED"
      })
  private List<String> require = new ArrayList<>();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "with --require: what it decided, as a JUnit report")
  private Path junit;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "with --require: the same as JSON, with all figures")
  private Path json;

  @Option(
      names = "--percentiles",
      paramLabel = "P",
      split = ",",
      description = "of latency, in the tables (default: 50,90,99,99.9)")
  private List<Double> percentiles = new ArrayList<>();

  @Option(
      names = "--client",
      paramLabel = "AXIS=VALUE",
      description = "with --server: one cell in place of the suite's; repeat for each axis")
  private Map<String, String> client = new LinkedHashMap<>();

  @Option(
      names = "--server",
      paramLabel = "CONFIG",
      description = "server config of --client; with a --target that runs, not needed")
  private String server;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "any other key of the suite, such as warmup=10s or rules.lateness_p99=5ms")
  private Map<String, String> set = new LinkedHashMap<>();

  @Mixin private TargetOptions targets = new TargetOptions();

  @Mixin private WorkloadOptions workload = new WorkloadOptions();

  @Option(
      names = "--metrics",
      paramLabel = "URL",
      description = "with --target: its Prometheus metrics, asked for once a second")
  private URI metrics;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "results",
      description = "where run directories go (default: ${DEFAULT-VALUE})")
  private Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "go on with a run that was stopped; give --requests again, if it had any")
  private Path resume;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "42",
      description = "seed of the arrivals (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--share",
      paramLabel = "INDEX/N",
      defaultValue = "0/1",
      description = "this generator's part of a load that N make together, from 0")
  private String share;

  @Option(
      names = "--align",
      paramLabel = "D",
      description = "begin at the next multiple of D by the clock, together with the others")
  private String align;

  @Option(
      names = "--samples",
      description = "write every sample besides the histograms, which costs the generator time")
  private boolean samples;

  @Option(
      names = "--record-request",
      paramLabel = "FILE",
      description = "write the first cell's request as it goes over the wire, and send nothing")
  private Path recordRequest;

  @Option(
      names = "--manifest",
      paramLabel = "N",
      description = "print Kubernetes Jobs for N generators and the merge instead of running")
  private Integer manifest;

  @Option(
      names = "--container",
      paramLabel = "IMAGE",
      defaultValue = "predictbench:latest",
      description = "with --manifest: a container that runs benchmarks.jar")
  private String container;

  @Option(
      names = "--merge",
      description = "add up logs, or all logs of run directories, into --out (default: a table)")
  private boolean merge;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    InVain given =
        InVain.of(spec)
            .refuseAllBut(merge, "with --merge", "--merge", "--out")
            .refuse(manifest == null, "without --manifest", "--container");
    if (merge) {
      return merge();
    }
    if (resume != null) {
      given.refuseAllBut(
          true,
          "with --resume, which has its own",
          "--resume",
          "--requests",
          "--image",
          "--shape",
          "--fill",
          "--header",
          "--class-path",
          "--junit",
          "--json");
      if (!names.isEmpty()) {
        throw new InputException(
            "--resume goes on with the run's own suite: leave '%s' out".formatted(names.get(0)));
      }
      return finish(LoadStart.resume(resume, workload.asked(), System.out));
    }
    if (names.size() > 1) {
      throw new IllegalArgumentException("one suite at a time, not " + String.join(", ", names));
    }
    AskedWorkload asked = workload.asked();
    String target = targets.target();
    targets.requireModel(asked.model());
    String suite = names.isEmpty() ? "load-smoke" : names.get(0);
    ObjectNode overrides = overrides(asked, target);
    ObjectNode complete = LoadSuites.complete(suite, overrides);
    refuseVain(given, LoadSuiteYaml.read(suite, complete), target);
    if (recordRequest != null) {
      LoadStart.recordRequest(suite, overrides, asked, recordRequest);
      return Cli.OK;
    }
    if (manifest != null) {
      System.out.print(new Manifest(container, manifest, target, seed).of(complete));
      return Cli.OK;
    }
    LoadRequest request =
        new LoadRequest(
            suite,
            overrides,
            target,
            asked,
            out,
            seed,
            Share.parse(share),
            LoadOverrides.duration("--align", align),
            metrics,
            samples,
            CommandLines.typed(spec));
    return finish(LoadStart.of(request, System.out));
  }

  private int finish(LoadRun run) throws IOException, InterruptedException {
    LoadReport report = run.execute();
    return report.gate().isPresent()
        ? gate(report, report.gate().get())
        : report.verdict().valid() ? Cli.OK : Cli.FAILED;
  }

  private int gate(LoadReport report, Decision decision) throws IOException {
    if (junit != null) {
      AtomicFiles.write(junit, report.gateJunit());
    }
    if (json != null) {
      AtomicFiles.write(json, report.gateJson());
    }
    return switch (decision) {
      case PASS -> Cli.OK;
      case FAIL -> Cli.FAILED;
      case UNDECIDED -> Cli.UNDECIDED;
    };
  }

  /**
   * Checks that every option changes something.
   *
   * @throws InputException if one does not
   */
  private void refuseVain(InVain given, LoadSuite suite, String target) {
    LoadSuite.Pattern pattern = suite.pattern();
    String arriving = "with --arrivals " + EnumNames.of(pattern);
    given
        .refuse(
            recordRequest != null,
            "with --record-request, which sends nothing",
            Stream.concat(
                    Stream.of(LOADING),
                    Stream.of(
                        "--manifest", "--target", "--tls-ca", "--tls-cert", "--tls-key", "--out"))
                .toArray(String[]::new))
        .refuse(
            manifest != null,
            "with --manifest, whose generators have their own",
            "--share",
            "--align",
            "--metrics",
            "--samples",
            "--out",
            "--requests",
            "--image",
            "--shape",
            "--fill",
            "--signature",
            "--model-version",
            "--model-label",
            "--header",
            "--tls-ca",
            "--tls-cert",
            "--tls-key")
        .refuse(pattern != LoadSuite.Pattern.REPLAY, arriving, "--replay")
        .refuse(
            pattern == LoadSuite.Pattern.REPLAY, arriving + ": the file has the times", "--rate")
        .refuse(pattern != LoadSuite.Pattern.CLOSED, arriving, "--callers")
        .refuse(!pattern.open(), arriving, "--rate", "--queue", "--seed", "--share")
        .refuse(pattern == LoadSuite.Pattern.CLOSED, arriving, "--in-flight")
        .refuse(suite.search().isPresent(), "with --slo: it searches for a rate", "--align")
        .refuse(
            pattern == LoadSuite.Pattern.PHASES,
            "with --arrivals of phases, which have their own",
            "--rate",
            "--duration")
        .refuse(suite.gate().isEmpty(), "without --require", "--junit", "--json")
        .refuse(
            !ModelServers.startsHere(target),
            "with --target: the server there has its own config",
            "--server")
        .refuse(
            ModelServers.startsHere(target),
            "without --target HOST:PORT: a server that is started here shows none",
            "--metrics");
    requireHttp(metrics);
  }

  private static void requireHttp(URI metrics) {
    if (metrics != null
        && (metrics.getHost() == null || !String.valueOf(metrics.getScheme()).matches("https?"))) {
      throw new InputException(
          "--metrics takes a URL such as"
              + " http://host:8501/monitoring/prometheus/metrics, not '%s'".formatted(metrics));
    }
  }

  private ObjectNode overrides(AskedWorkload asked, String target) {
    LoadOverrides overrides = new LoadOverrides();
    overrides.put("arrivals", arrivals == null && replay != null ? "replay" : arrivals);
    overrides.put("rate", rate);
    overrides.put("replay", replay);
    overrides.put("callers", callers);
    overrides.put("duration", duration);
    overrides.put("in_flight", inFlight);
    overrides.put("queue", queue);
    overrides.put("slo", slo);
    overrides.putAll("require", require);
    overrides.putAll("percentiles", percentiles);
    overrides.put("model", asked.model());
    overrides.put("batch", asked.batch());
    set.forEach(overrides::put);
    // What runs at a target has a config that nobody here knows.
    boolean elsewhere = !ModelServers.startsHere(target) && server == null && !client.isEmpty();
    overrides.cell(client, elsewhere ? Cell.EXTERNAL_SERVER : server);
    return overrides.tree();
  }

  private int merge() throws IOException {
    Path file = spec.commandLine().getParseResult().hasMatchedOption("--out") ? out : null;
    System.out.println(Merge.of(names.stream().map(Path::of).toList(), file));
    return Cli.OK;
  }
}
