package org.predictbench.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.predictbench.bench.plan.AskedWorkload;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.plan.CallPlanner;
import org.predictbench.bench.plan.ModelFacts;
import org.predictbench.bench.requests.SavedModelFile;
import org.predictbench.bench.servers.CallPlans;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Signature;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "describe",
    description = {
      "Tells what a model takes and returns, and the line to type next.",
      "",
      "  describe recommender                        a shipped model ('list models')",
      "  describe models/bert                        a SavedModel's base folder, or one version",
      "  describe bert --target host:8500            a model that a running server serves",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DescribeCommand implements Callable<Integer> {
  private static final int SHOWN = 24;

  @Parameters(
      paramLabel = "MODEL",
      description = "the servable's name at a target; else a shipped model or a folder")
  private String model;

  @Mixin private TargetOptions targets = new TargetOptions();

  @Option(names = "--signature", paramLabel = "KEY", description = "this signature alone")
  private String signature;

  @Option(names = "--all", description = "every input and output, be they hundreds")
  private boolean all;

  @Override
  public Integer call() throws IOException {
    String target = targets.target();
    ModelServers started = ModelServers.of(target);
    ModelFacts facts = CallPlans.facts(AskedWorkload.ofModel(model), target, started);
    List<Signature> signatures =
        signature == null
            ? List.copyOf(facts.signatures().values())
            : List.of(facts.signature(signature));
    System.out.println("model " + facts.name());
    if (facts.version().isPresent()) {
      print(facts.version().get());
    }
    for (Signature each : signatures) {
      System.out.printf("%nsignature %s (%s)%n", each.key(), method(each));
      print("in ", each.inputs());
      print("out", each.outputs());
      System.out.println("  next " + next(facts, each, target));
    }
    return Cli.OK;
  }

  private static void print(Path version) throws IOException {
    SavedModelFile file = SavedModelFile.read(version);
    System.out.printf("version %s%n", version);
    Optional<Path> requests = file.warmUpRequests();
    System.out.println(
        requests.isEmpty()
            ? "warm-up: no requests of its own"
            : "warm-up: %d requests in %s".formatted(file.warmUpRecords(), requests.get()));
  }

  private static String method(Signature signature) {
    return signature.method().isEmpty() ? "no method" : signature.method();
  }

  private void print(String side, Map<String, Signature.Spec> specs) {
    int width = specs.keySet().stream().mapToInt(String::length).max().orElse(0);
    int shown = all ? specs.size() : Math.min(specs.size(), SHOWN);
    specs.entrySet().stream()
        .limit(shown)
        .forEach(
            spec ->
                System.out.printf(
                    "  %s  %-" + width + "s  %s%n", side, spec.getKey(), spec.getValue()));
    if (shown < specs.size()) {
      System.out.printf("  %s  ... and %d more (--all)%n", side, specs.size() - shown);
    }
  }

  /** The options that are asked for, without the types beside them. */
  private static String options(String asked) {
    return asked.replaceFirst("^say what to send: ", "").replaceAll(" \\([^)]*\\)", "");
  }

  private static boolean isDefault(ModelFacts facts, Signature which) {
    return which.key().equals(ModelRef.DEFAULT_SIGNATURE) || facts.signatures().size() == 1;
  }

  /** The line that runs the ladder on it, or what is missing for that. */
  private String next(ModelFacts facts, Signature which, String target) throws IOException {
    StringBuilder line =
        new StringBuilder(
            "java -jar benchmarks/target/benchmarks.jar run clients --model " + model);
    if (target != null) {
      line.append(" --target ").append(target);
    }
    if (!isDefault(facts, which)) {
      line.append(" --signature ").append(which.key());
    }
    AskedWorkload asked = AskedWorkload.of(model, which.key(), null);
    try {
      CallPlan plan = CallPlanner.plan(asked, facts, Optional.empty(), CallPlans.MADE_UP_SEED);
      return "%s%n       sends %s (%s)"
          .formatted(line, plan.requests().summary(), plan.requests().source());
    } catch (IllegalArgumentException e) {
      return "%s %s%n       %s"
          .formatted(line, options(e.getMessage()), "with values of yours, or --requests FILE");
    }
  }
}
