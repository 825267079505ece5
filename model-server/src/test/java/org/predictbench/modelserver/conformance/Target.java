package org.predictbench.modelserver.conformance;

import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.predictbench.modelserver.ServerProcess;
import org.predictbench.serving.ReadyLine;
import org.predictbench.serving.full.FileSystemStoragePathSourceConfig.ServableVersionPolicy;
import org.predictbench.serving.full.GetModelStatusRequest;
import org.predictbench.serving.full.ModelConfig;
import org.predictbench.serving.full.ModelServerConfig;
import org.predictbench.serving.full.ModelServiceGrpc;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.ModelVersionStatus.State;
import org.predictbench.serving.full.PredictionServiceGrpc;
import org.predictbench.serving.full.ReloadConfigRequest;
import org.tensorflow.proto.DataType;

/** The server under test, the embedded one or another, with the suite's models loaded. */
final class Target implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  /** One for all classes of the suite, since a server takes seconds to start. */
  private static Target shared;

  private final Path models;
  private final Optional<ServerProcess> process;
  private final OptionalLong pid;
  private final String address;
  private final ManagedChannel channel;
  private final Optional<String> rest;
  private final Map<String, ModelConfig> configs = new LinkedHashMap<>();

  private Target() throws IOException {
    String target = System.getProperty("predictbench.target");
    String folder = System.getProperty("predictbench.models");
    models =
        Files.createTempDirectory(
            folder == null ? Path.of(System.getProperty("java.io.tmpdir")) : Path.of(folder),
            "conformance");
    if (target == null) {
      Path config = Files.writeString(models.resolve("models.pbtxt"), "model_config_list {}");
      Path monitoring =
          Files.writeString(
              models.resolve("monitoring.pbtxt"), "prometheus_config { enable: true }");
      process =
          Optional.of(
              ServerProcess.start(
                  "--port=0",
                  "--rest_api_port=-1",
                  "--rest_api_enable_cors_support",
                  "--model_config_file=" + config,
                  "--monitoring_config_file=" + monitoring,
                  "--enable_grpc_healthcheck_service"));
      ReadyLine ready = process.get().ready();
      pid = OptionalLong.of(ready.pid());
      process.get().drainStderr();
      target = "127.0.0.1:" + ready.port();
      rest = Optional.of("127.0.0.1:" + ready.restPort().orElseThrow());
    } else {
      process = Optional.empty();
      pid = OptionalLong.empty();
      rest = Optional.ofNullable(System.getProperty("predictbench.rest"));
    }
    address = target;
    channel =
        NettyChannelBuilder.forTarget(target)
            .usePlaintext()
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build();
    try {
      writeModels();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  static synchronized Target shared() {
    if (shared == null) {
      try {
        shared = new Target();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  private void writeModels() throws IOException {
    Models.halfPlus(models.resolve("half_plus_two"), 123, 2, DataType.DT_STRING);
    Models.halfPlus(models.resolve("half_plus_two"), 124, 2, DataType.DT_STRING);
    Models.halfPlus(models.resolve("half_plus_three"), 123, 3, DataType.DT_FLOAT);
    Models.counter(models.resolve("counter"), 1);
    Models.matrix(models.resolve("matrix"), 1);
    Models.defaults(models.resolve("defaults"), 1);
    Models.strings(models.resolve("strings"), 1);
    ImageModels.jpegMean(models.resolve("jpeg"), 1);
    ImageModels.pixelMean(models.resolve("pixels"), 1);
    for (String name :
        new String[] {
          "half_plus_two",
          "half_plus_three",
          "counter",
          "matrix",
          "defaults",
          "strings",
          "jpeg",
          "pixels"
        }) {
      configs.put(name, config(name).build());
    }
    configs.put("half_plus_two", config("half_plus_two").setModelVersionPolicy(all()).build());
    apply();
  }

  /** The platform and base path of a model of the suite. */
  ModelConfig.Builder config(String name) {
    return ModelConfig.newBuilder()
        .setName(name)
        .setBasePath(models.resolve(name).toString())
        .setModelPlatform("tensorflow");
  }

  static ServableVersionPolicy all() {
    return ServableVersionPolicy.newBuilder()
        .setAll(ServableVersionPolicy.All.getDefaultInstance())
        .build();
  }

  static ServableVersionPolicy specific(Long... versions) {
    ServableVersionPolicy.Builder policy = ServableVersionPolicy.newBuilder();
    for (long version : versions) {
      policy.getSpecificBuilder().addVersions(version);
    }
    return policy.build();
  }

  /** Has the target serve this model too, or otherwise than before. */
  void serve(ModelConfig model) {
    ModelConfig before = configs.put(model.getName(), model);
    try {
      apply();
    } catch (RuntimeException e) {
      if (before == null) {
        configs.remove(model.getName());
      } else {
        configs.put(model.getName(), before);
      }
      throw e;
    }
  }

  void remove(String name) {
    configs.remove(name);
    apply();
  }

  private void apply() {
    ModelServerConfig.Builder config = ModelServerConfig.newBuilder();
    config.getModelConfigListBuilder().addAllConfig(configs.values());
    var unused =
        ModelServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .handleReloadConfigRequest(ReloadConfigRequest.newBuilder().setConfig(config).build());
  }

  PredictionServiceGrpc.PredictionServiceBlockingStub prediction() {
    return PredictionServiceGrpc.newBlockingStub(channel);
  }

  ModelServiceGrpc.ModelServiceBlockingStub model() {
    return ModelServiceGrpc.newBlockingStub(channel);
  }

  /** {@code host:port} of the gRPC API. */
  String address() {
    return address;
  }

  ManagedChannel channel() {
    return channel;
  }

  Path models() {
    return models;
  }

  /** {@code host:port} of the REST API; empty for a target whose port is not told. */
  Optional<String> rest() {
    return rest;
  }

  /** Whether it is ours, whose own flags are known. */
  boolean embedded() {
    return process.isPresent();
  }

  /** The server's process, if it is ours. */
  OptionalLong pid() {
    return pid;
  }

  void awaitState(String name, long version, State state) {
    await(name + " " + version + " " + state)
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> state(name, version) == state);
  }

  State state(String name, long version) {
    return model()
        .getModelStatus(
            GetModelStatusRequest.newBuilder()
                .setModelSpec(ModelSpec.newBuilder().setName(name))
                .build())
        .getModelVersionStatusList()
        .stream()
        .filter(status -> status.getVersion() == version)
        .map(status -> status.getState())
        .findFirst()
        .orElse(State.UNKNOWN);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    process.ifPresent(ServerProcess::close);
    try (Stream<Path> files = Files.walk(models)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.err.println("left behind: " + models);
    }
  }
}
