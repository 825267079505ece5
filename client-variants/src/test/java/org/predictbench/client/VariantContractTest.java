package org.predictbench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.client.axis.Transport;
import org.predictbench.client.axis.Variant;

/** The {@link PredictContract}, asked of the combinations of axes that can run here. */
class VariantContractTest {
  // Most checks wait more than they work.
  private static final int THREADS = 12;

  @TempDir static Path folder;
  private static LeakWatch leaks;
  private static FakeServers servers;
  private static List<Variant> all;
  private static List<Variant> pairwise;

  @BeforeAll
  static void start() throws Exception {
    leaks = new LeakWatch();
    servers = new FakeServers(folder.resolve("s.sock"));
    all = Variants.all();
    pairwise = Variants.pairwise(all);
  }

  @AfterAll
  static void nothingLeaks() throws Exception {
    servers.close();
    await().untilAsserted(() -> assertThat(LeakWatch.threads()).as("threads left").isEmpty());
    assertThat(leaks.leakedBuffers()).as("buffers left").isEmpty();
    leaks.close();
  }

  @ParameterizedTest
  @EnumSource
  void holds(PredictContract promise) throws Exception {
    List<Variant> variants = asked(promise);
    Map<String, Throwable> broken = new LinkedHashMap<>();
    int cancelledBefore = servers.service.cancelled.get();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Map<Variant, Future<?>> checks = new LinkedHashMap<>();
      for (Variant variant : variants) {
        checks.put(variant, threads.submit(() -> promise.check(new Opened(variant))));
      }
      for (var check : checks.entrySet()) {
        try {
          check.getValue().get();
        } catch (ExecutionException e) {
          broken.put(check.getKey().toString(), e.getCause());
        }
      }
    } finally {
      threads.shutdownNow();
    }
    System.out.printf("contract: %s asked of %d variants%n", promise, variants.size());
    assertThat(broken).isEmpty();
    if (promise == PredictContract.CANCELLATION) {
      long overGrpc = variants.stream().filter(v -> v.transport() != Transport.REST).count();
      requireCancelled(cancelledBefore + 2 * overGrpc);
    }
  }

  /**
   * The server, too, has to learn of every call that was given up, of which two a variant had
   * reached it.
   */
  private static void requireCancelled(long atLeast) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(servers.service.cancelled).hasValueGreaterThanOrEqualTo((int) atLeast));
  }

  private static List<Variant> asked(PredictContract promise) {
    return switch (promise) {
      case EVERY_BIT -> everyCodePath();
      case LARGE_MESSAGES -> Variants.eachValue(all);
      default -> pairwise;
    };
  }

  /**
   * All but the larger pools, which run the code of the smallest; pairs of values have them too.
   */
  private static List<Variant> everyCodePath() {
    return all.stream().filter(variant -> variant.reuse().channels() <= 2).toList();
  }

  @Test
  void countsItsCombinations() {
    // gRPC: 6 reuse x 4 transports x (5 encodings x 3 protos + direct, for Predict; 2 encodings of
    // Examples x 3 methods) x 3 calls x 2 x 2 x 2; in-process without compression and window;
    // our own clients: TCP and Unix, direct and Examples x 3 methods, and the one that shares
    // connections x 4 reuse x 2; REST: 2 encodings x 3 calls.
    assertThat(all).hasSize(12672 + 792 + 8 + 64 + 6).doesNotHaveDuplicates();
    assertThat(everyCodePath()).hasSize(8448 + 528 + 8 + 32 + 6);
    assertThat(pairwise).hasSizeBetween(30, 100).isSubsetOf(all);
    assertThat(Variants.eachValue(all)).hasSizeBetween(7, 20);
  }

  @Test
  void survivesTheServersRestart() throws Exception {
    FakeServers first = new FakeServers(folder.resolve("restart.sock"));
    Map<Variant, PredictClient> clients = new LinkedHashMap<>();
    List<FakeServers> second = new ArrayList<>();
    Inputs one = Inputs.of("input", Tensor.of(new float[1], 1));
    try {
      for (Variant variant : pairwise) {
        PredictClient client = open(first, variant, "fields", one, Duration.ofSeconds(5));
        clients.put(variant, client);
        client.predict(one);
      }
      FakeServers.Restart restart = first.stop();
      clients.forEach(
          (variant, client) ->
              assertThatExceptionOfType(PredictException.class)
                  .as(variant.toString())
                  .isThrownBy(() -> client.predict(one))
                  .satisfies(e -> assertThat(e.code()).isEqualTo(Status.Code.UNAVAILABLE)));
      second.add(restart.start());
      for (var client : clients.entrySet()) {
        // gRPC tries again after about a second, and no variant may wait much longer than that.
        await(client.getKey().toString())
            .pollDelay(Duration.ZERO)
            .ignoreException(PredictException.class)
            .untilAsserted(() -> client.getValue().predict(one));
      }
    } finally {
      clients.values().forEach(PredictClient::close);
      second.forEach(FakeServers::close);
    }
  }

  @Test
  void headersAndADeadlineOfTheCallsOwnReachTheServer() {
    Inputs one = Inputs.of("input", Tensor.of(new float[1], 1));
    RequestOptions options =
        RequestOptions.DEFAULT
            .withHeader("authorization", "Bearer x y")
            .withRequestId("42")
            .withDeadline(Duration.ofSeconds(20));
    for (Variant variant : pairwise) {
      try (PredictClient client = open(servers, variant, "fields", one, Duration.ofHours(9))) {
        servers.service.headers.clear();
        client.predict(one, options);
        assertThat(servers.service.headers)
            .as(variant.toString())
            .containsEntry("authorization", "Bearer x y")
            .containsEntry("x-request-id", "42");
        if (!variant.transport().isRest() && variant.transport() != Transport.IN_PROCESS) {
          assertThat(servers.service.headers.get("grpc-timeout")).matches("(19|20)\\d{6}u");
        }
      }
      RequestOptions brief = RequestOptions.DEFAULT.withDeadline(Duration.ofMillis(50));
      try (PredictClient client = open(servers, variant, "slow", one, Duration.ofHours(9))) {
        assertThatExceptionOfType(PredictException.class)
            .as(variant.toString())
            .isThrownBy(() -> client.predict(one, brief))
            .satisfies(e -> assertThat(e.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
      }
    }
  }

  private record Opened(Variant variant) implements PredictContract.Opener {
    @Override
    public PredictClient open(String behaviour, Inputs like, Duration deadline) {
      return VariantContractTest.open(servers, variant, behaviour, like, deadline);
    }

    @Override
    public Inputs everyType() {
      return variant.encoding().isExamples()
          ? TestExamples.everyType()
          : TestTensors.everyType(variant.encoding().isJson());
    }

    @Override
    public Outputs echo(Inputs inputs) {
      return variant.encoding().isExamples()
          ? TestExamples.echo(variant.method(), inputs)
          : TestTensors.echo(inputs);
    }

    @Override
    public CompletableFuture<Void> arrival(String behaviour) {
      return servers.service.arrival(behaviour);
    }

    @Override
    public int largeBatch() {
      // JSON takes seconds for 32 images, and 4 are 6 MB of it already; of Examples, the fake makes
      // a class of each value.
      return variant.encoding().isJson() ? 4 : variant.encoding().isExamples() ? 8 : 32;
    }
  }

  private static PredictClient open(
      FakeServers servers, Variant variant, String behaviour, Inputs like, Duration deadline) {
    return PredictClients.create(
        variant, servers.target(variant.transport()), TestTensors.model(behaviour, like), deadline);
  }
}
