package org.predictbench.bench.tune;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.predictbench.bench.result.YamlFields;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.server.config.ServerConfig;
import org.predictbench.server.config.ServerConfigWriter;
import org.predictbench.server.container.Manifests;

/** The files that carry a setting into production. */
final class Deployment {
  /** Of what it can do, so much is asked of it when it is verified: at the edge chance decides. */
  private static final double VERIFIED_SHARE = 0.85;

  private final TuneRequest request;
  private final Finding.Finalist best;
  private final Path folder;

  /**
   * @param folder in which the files will lie, as the user types it
   */
  Deployment(TuneRequest request, Finding.Finalist best, Path folder) {
    this.request = request;
    this.best = best;
    this.folder = folder;
  }

  /** File name to text. */
  Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    if (!request.isServerGiven()) {
      ServerConfig config = best.setting().config();
      ServerConfig container =
          config.inContainer(
              ModelServers.image(request.target()).orElse(ServerConfig.DEFAULT_IMAGE));
      Path models = Path.of("models").resolve(servable());
      files.put("best.yaml", ServerConfigWriter.write(config));
      if (config.batching().enabled()) {
        files.put("batching.pbtxt", config.batching().parameters());
      }
      files.put(
          "docker-compose.yml",
          "# docker compose up; the model's version folders lie in ./%s\n".formatted(models)
              + Manifests.COMPOSE.of(container, servable(), models));
      files.put(
          "kubernetes.yaml",
          "# kubectl apply -f kubernetes.yaml; the volume claim 'models' holds %s\n"
                  .formatted(servable())
              + Manifests.KUBERNETES.of(container, servable(), models));
    }
    files.put("Client.java", client());
    files.put("verify.yaml", verification());
    return files;
  }

  /** What to type to see that it is so, each a line. */
  String commands() {
    String verify =
        "java -jar benchmarks/target/benchmarks.jar load " + folder.resolve("verify.yaml");
    String here = request.target() == null ? "" : " --target '" + request.target() + "'";
    String first = verify + here + " " + request.options() + "\n";
    return request.isServerGiven()
        ? first
        : first
            + verify
            + " --target host:8500 "
            + request
                .options()
                .replaceFirst("--model \\S+", "--model " + Matcher.quoteReplacement(servable()))
            + "   # as deployed\n";
  }

  private String servable() {
    Path name = Path.of(request.model()).getFileName();
    return name == null ? request.model() : name.toString();
  }

  private String client() {
    Setting setting = best.setting();
    String variant =
        switch (setting.client()) {
          case "naive" -> "Variant.naive()";
          case "leanest" -> "Variant.leanest(target.kind())";
          case "grpc" -> "Variant.grpc(target.kind())";
          default -> "Variant.best(target.kind())";
        };
    boolean pooled = setting.connections() > 1;
    return """
        %simport org.predictbench.client.ModelRef;
        import org.predictbench.client.PredictClient;
        import org.predictbench.client.PredictClients;
        import org.predictbench.client.Target;
        %simport org.predictbench.client.axis.Variant;

        /** Opens the client that 'tune' found: one for each service, opened at its start and kept. */
        public final class Client {
          private Client() {}

          /**
           * Opens it.
           *
           * @param address such as models:8500
           */
          public static PredictClient open(String address) {
            Target target = Target.parse(address);
            Variant variant = %s%s;
            return PredictClients.create(
                variant, target, ModelRef.of("%s"), Duration.ofMillis(%d));
          }
        }
        """
        .formatted(
            "import java.time.Duration;\n",
            pooled ? "import org.predictbench.client.axis.Reuse;\n" : "",
            variant,
            pooled ? ".with(Reuse.POOL_" + setting.connections() + ")" : "",
            servable(),
            deadlineMillis());
  }

  /** Ten times what is promised, and a second at least: it is there for what hangs. */
  private long deadlineMillis() {
    return Math.max(1_000, 10 * request.goal().within().limit().toMillis());
  }

  /** A load suite that is a gate: what the setting does with some room, for two minutes at most. */
  private String verification() {
    Map<String, Object> suite = new LinkedHashMap<>();
    suite.put("name", "verify");
    suite.put("question", "Does what was found hold: " + request.goal().within() + "?");
    // Model and requests are options: a folder of this machine is none of another.
    suite.put("request", "image");
    suite.put("batch", request.batch());
    suite.put("rate", rate());
    suite.put("warmup", "10s");
    suite.put("duration", "120s");
    if (best.setting().batching().enabled()) {
      // A row that runs in a batch with others is added up in another order.
      suite.put("tolerance", 0.001);
    }
    suite.put("require", List.of(request.goal().within().toString(), "failed<0.5%"));
    suite.put("rules", Map.of("min_samples", 100, "lateness_p99", "5ms", "generator_cpu", 0.9));
    Map<String, Object> cell = new LinkedHashMap<>();
    cell.put("name", "best");
    cell.put("server", request.isServerGiven() ? "external" : "best.yaml");
    cell.put("client", best.setting().variant().axes());
    suite.put("cells", List.of(cell));
    return YamlFields.write(suite);
  }

  private double rate() {
    Optional<Double> given = request.goal().rate();
    double rate = given.orElseGet(() -> VERIFIED_SHARE * best.value().low());
    if (!(rate > 0)) {
      rate = VERIFIED_SHARE * best.value().value();
    }
    return rate >= 10 ? Math.rint(rate) : Math.rint(rate * 100) / 100;
  }
}
