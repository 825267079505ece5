package org.predictbench.bench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end like others, and were disturbed: their last lines name what it was. */
class DisturbedRunIT {
  private static final String WITH_A_CACHING_CLIENT =
      SmallSuites.TWO_CELLS.replace("rounds: 50", "rounds: 3")
          + """
              - {name: caching, client: {reuse: shared, slowdown: "0.01"}, server: native-tuned}
            """;

  private static final String OF_A_GIVEN_SERVER =
      SmallSuites.TWO_CELLS
          .replace("rounds: 50", "rounds: 1")
          .replace("measure: 200ms", "measure: 4s\nslice: 500ms")
          .replace("reuse: channel-per-call", "reuse: shared, encoding: direct, protos: none")
          .replace(", client:", ", callers: 8, client:");

  /** Stands where the client stands that slows each call, and makes one call for good. */
  private static final String CACHING_CLIENT =
      """
      package org.predictbench.bench.fork;

      import java.util.concurrent.CompletableFuture;
      import org.predictbench.client.*;

      final class SlowedClient implements PredictClient {
        private final PredictClient client;
        private Outputs kept;

        SlowedClient(PredictClient client, double share) {
          this.client = client;
        }

        public Outputs predict(Inputs inputs, RequestOptions options) {
          if (kept == null) {
            kept = client.predict(inputs, options);
          }
          return kept;
        }

        public CompletableFuture<Outputs> predictAsync(Inputs inputs, RequestOptions options) {
          return client.predictAsync(inputs, options);
        }

        public void close() {
          client.close();
        }
      }
      """;

  @TempDir Path folder;

  private BuiltJar jar;

  @BeforeEach
  void useFolder() {
    jar = new BuiltJar(folder);
  }

  @Test
  void aClientThatCachesAndAHogInRoundThreeAreNamed() throws Exception {
    Path suite = Files.writeString(folder.resolve("small.yaml"), WITH_A_CACHING_CLIENT);
    Path results = folder.resolve("results");
    Process harness =
        jar.startWith(cachingClient(), "run", suite.toString(), "--out", results.toString());
    StringBuilder shown = new StringBuilder();
    Process hog = null;
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(harness.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        shown.append(line).append('\n');
        if (line.startsWith("round 3/3: ")) {
          hog = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        }
      }
    } finally {
      if (hog != null) {
        hog.destroyForcibly();
      }
    }

    assertThat(harness.waitFor()).as(shown.toString()).isEqualTo(1);
    assertThat(shown.toString().lines())
        .as("a cell that calls nobody, and only it")
        .anyMatch(
            line ->
                line.matches(
                    "INVALID: caching: the client made [\\d,]+ calls, and the server counted 0"
                        + " requests in rounds 1 to 3"))
        // Where others work on this machine, further rounds are named.
        .anyMatch(
            line ->
                line.matches(
                    "noted: others used .* of \\d+ cores in (round 3|rounds .*3), beside this"
                        + " run's own processes"));
    assertThat(Files.readString(BuiltJar.onlyChild(results).resolve("README.md")))
        .contains("others used ", "caching: the client made ");
  }

  @Test
  void oneWrongBitInAThousandAnswersIsSeenAndOneInWarmUpToo() throws Exception {
    // Small requests of many callers: thousands, even on a slow machine.
    Path model = folder.resolve("half-plus-two");
    assertThat(jar.run("export-model", "half-plus-two", model.toString()).exitCode()).isZero();
    Path suite = Files.writeString(folder.resolve("given.yaml"), OF_A_GIVEN_SERVER);
    Process serve = jar.start("serve", "--port=0", "--model_name=m", "--model_base_path=" + model);
    try (BitFlippingProxy proxy =
        new BitFlippingProxy(Integer.parseInt(BuiltJar.awaitPort(serve)))) {
      for (int every : List.of(1000, 3)) {
        proxy.flipEvery(every);
        BuiltJar.Outcome outcome =
            jar.run(
                "run",
                suite.toString(),
                "--target",
                "127.0.0.1:" + proxy.port(),
                "--model",
                "m",
                "--fill",
                "x=float:1..2",
                "--out",
                folder.resolve("every-" + every).toString());
        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(1);
        assertThat(outcome.output().lines())
            .as("every %d", every)
            .anyMatch(
                line ->
                    line.matches(
                        "INVALID: .* FAILED.*: an answer .*differs from the fork's first.*"));
      }
    } finally {
      serve.destroyForcibly().waitFor();
    }
  }

  private Path cachingClient() throws IOException {
    Path source = Files.writeString(folder.resolve("SlowedClient.java"), CACHING_CLIENT);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null, null, null, "-cp", BuiltJar.JAR, "-d", classes.toString(), source.toString());
    assertThat(status).isZero();
    return classes;
  }
}
