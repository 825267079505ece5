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
import org.predictbench.bench.load.LoadRequest;
import org.predictbench.bench.load.LoadRun;
import org.predictbench.bench.load.Manifest;
import org.predictbench.bench.load.Merge;
import org.predictbench.bench.load.send.Share;
import org.predictbench.bench.load.suite.LoadOverrides;
import org.predictbench.bench.load.suite.LoadSuites;
import org.predictbench.bench.plan.AskedWorkload;
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
      "  load load-smoke --arrivals closed --callers 4  a closed loop, for comparison",
      "  load load-smoke --target host:8500 --model m   your own server",
      "  load --merge results/a results/b               one histogram of several generators' logs",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class LoadCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "SUITE",
      description = "a shipped suite (default: load-smoke) or a YAML file; logs with --merge")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--arrivals",
      paramLabel = "PATTERN",
      description = "poisson, uniform, replay, closed, flood")
  private String arrivals;

  @Option(names = "--rate", paramLabel = "R", description = "requests a second")
  private Double rate;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description = "arrival times in seconds, one a line")
  private Path replay;

  @Option(names = "--callers", paramLabel = "N", description = "of a closed loop")
  private Integer callers;

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
      names = "--client",
      paramLabel = "AXIS=VALUE",
      description = "with --server: one cell in place of the suite's; repeat for each axis")
  private Map<String, String> client = new LinkedHashMap<>();

  @Option(names = "--server", paramLabel = "CONFIG", description = "server config of --client")
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
      description = "the server's Prometheus metrics, asked for once a second")
  private URI metrics;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "results",
      description = "where run directories go (default: ${DEFAULT-VALUE})")
  private Path out;

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
    if (merge) {
      return merge();
    }
    if (names.size() > 1) {
      throw new IllegalArgumentException("one suite at a time, not " + String.join(", ", names));
    }
    AskedWorkload asked = workload.asked();
    targets.requireModel(asked.model());
    String target = targets.target();
    String suite = names.isEmpty() ? "load-smoke" : names.get(0);
    if (recordRequest != null) {
      LoadRun.recordRequest(suite, overrides(asked), asked, recordRequest);
      return Cli.OK;
    }
    if (manifest != null) {
      System.out.print(
          new Manifest(container, manifest, target, seed)
              .of(LoadSuites.complete(suite, overrides(asked))));
      return Cli.OK;
    }
    LoadRequest request =
        new LoadRequest(
            suite,
            overrides(asked),
            target,
            asked,
            out,
            seed,
            Share.parse(share),
            LoadOverrides.duration("--align", align),
            metrics,
            samples,
            commandLine());
    return LoadRun.of(request, System.out).execute() ? Cli.OK : Cli.FAILED;
  }

  private ObjectNode overrides(AskedWorkload asked) {
    LoadOverrides overrides = new LoadOverrides();
    overrides.put("arrivals", arrivals);
    overrides.put("rate", rate);
    overrides.put("replay", replay);
    overrides.put("callers", callers);
    overrides.put("duration", duration);
    overrides.put("in_flight", inFlight);
    overrides.put("queue", queue);
    overrides.put("slo", slo);
    overrides.put("model", asked.model());
    overrides.put("batch", asked.batch());
    set.forEach(overrides::put);
    overrides.cell(client, server);
    return overrides.tree();
  }

  private int merge() throws IOException {
    Path file = spec.commandLine().getParseResult().hasMatchedOption("--out") ? out : null;
    System.out.println(Merge.of(names.stream().map(Path::of).toList(), file));
    return Cli.OK;
  }

  /** As it was typed. */
  private String commandLine() {
    List<String> words = new ArrayList<>(List.of("java -jar benchmarks/target/benchmarks.jar"));
    for (String word : spec.commandLine().getParseResult().originalArgs()) {
      words.add(word.matches("[\\w./:=@%+,-]+") ? word : "'" + word + "'");
    }
    return String.join(" ", words);
  }
}
