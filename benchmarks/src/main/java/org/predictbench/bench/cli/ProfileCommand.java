package org.predictbench.bench.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.predictbench.bench.profile.ProfileEvent;
import org.predictbench.bench.profile.ProfileRequest;
import org.predictbench.bench.profile.ProfileRun;
import org.predictbench.bench.servers.GivenTarget;
import org.predictbench.bench.servers.ModelServers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "profile",
    description = {
      "Shows where a call's time goes: flame graphs, hot paths and layers of client and server.",
      "",
      "  profile ladder/best                              a suite's cell",
      "  profile naive --model resnet50-v2                a client that no suite describes",
      "  profile float-val-boxed --vs tensor-content-wrap     and the difference, a call",
      "  profile best --target host:8500 --model resnet   your own server: the client alone",
      "",
      "async-profiler comes with this jar. Half of the time slices run without it: the profiling overhead.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ProfileCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "CELL",
      description =
          "SUITE/CELL, naive, best, leanest, grpc, or values of axes such as direct,netty-uds ('list"
              + " clients') in a client that else keeps its channel and wraps tensor_content")
  private String cell;

  @Option(names = "--vs", paramLabel = "CELL", description = "the cell to compare with, a call")
  private String versus;

  @Option(
      names = "--events",
      paramLabel = "EVENTS",
      defaultValue = "cpu,alloc",
      description = "any of cpu, alloc, lock, wall (default: ${DEFAULT-VALUE})")
  private String events;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "recorded time of each cell (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--server",
      paramLabel = "CONFIG",
      defaultValue = "native-tuned",
      description =
          "server config for a client that no suite describes (default: ${DEFAULT-VALUE})")
  private String server;

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT|unix:PATH",
      description = "profile the client alone, against a server that runs already")
  private String target;

  @Mixin private WorkloadOptions workload = new WorkloadOptions();

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
      description = "seed of the cells' order (default: ${DEFAULT-VALUE})")
  private long seed;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    requireEffect();
    List<ProfileEvent> sampled =
        Arrays.stream(events.split(",", -1)).map(ProfileEvent::parse).distinct().sorted().toList();
    ProfileRequest request =
        new ProfileRequest(
            cell,
            versus,
            sampled,
            Duration.ofSeconds(seconds),
            server,
            target,
            workload.asked(),
            out,
            seed);
    return ProfileRun.of(request, System.out).execute() ? Cli.OK : Cli.FAILED;
  }

  private void requireEffect() {
    if (target != null) {
      GivenTarget.requireWritten(target);
    }
    boolean suites = cell.contains("/") && (versus == null || versus.contains("/"));
    InVain.of(spec)
        .refuse(suites, "with a suite's cell, which has its own", "--server")
        .refuse(
            !ModelServers.startsHere(target),
            "with --target: the server there has its own config",
            "--server");
  }
}
