package org.predictbench.modelserver;

import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.predictbench.modelserver.batching.BatchScheduler;
import org.predictbench.modelserver.batching.BatchingMetrics;
import org.predictbench.modelserver.batching.BatchingOptions;
import org.predictbench.modelserver.grpc.CallTimes;
import org.predictbench.modelserver.grpc.Services;
import org.predictbench.modelserver.grpc.SessionTimer;
import org.predictbench.modelserver.metrics.ServingMetrics;
import org.predictbench.modelserver.options.LoadingOptions;
import org.predictbench.modelserver.options.ModelServerOptions;
import org.predictbench.modelserver.predict.ExampleInference;
import org.predictbench.modelserver.predict.PredictionApi;
import org.predictbench.modelserver.predict.Predictor;
import org.predictbench.modelserver.predict.RunListener;
import org.predictbench.modelserver.process.Footprint;
import org.predictbench.modelserver.rest.RestBackend;
import org.predictbench.modelserver.rest.RestPredictions;
import org.predictbench.modelserver.servable.ModelCatalog;
import org.predictbench.modelserver.servable.SavedModelLoader;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.servable.ServableHandle;
import org.predictbench.modelserver.tensor.TensorEncoder;
import org.predictbench.modelserver.versions.ModelManagement;
import org.predictbench.modelserver.versions.RetryingVersionLoader;
import org.predictbench.modelserver.versions.ServerCore;
import org.predictbench.modelserver.versions.VersionLoader;
import org.predictbench.modelserver.versions.VersionManager;
import org.predictbench.modelserver.versions.VersionStates;
import org.predictbench.modelserver.warmup.MlMetadataLoader;
import org.predictbench.modelserver.warmup.StubModel;
import org.predictbench.modelserver.warmup.WarmUpRecords;
import org.predictbench.modelserver.warmup.WarmVersionLoader;
import org.predictbench.serving.full.BatchingParameters;
import org.tensorflow.proto.ConfigProto;

/** Builds the parts of a server as the flags demand; it loads no model. */
final class Assembly {
  private static final List<String> HEALTHY = List.of("ModelService", "PredictionService");

  private final StartUp startUp;
  private final ConfigProto sessionConfig;
  private final ServingMetrics metrics = new ServingMetrics();
  private final ModelCatalog catalog = new ModelCatalog();
  private final VersionStates states = new VersionStates();
  private final Predictor predictor;
  private final PredictionApi api;
  private final ServerCore core;

  /**
   * Builds the parts.
   *
   * @throws ServingException if a configuration file cannot be used
   */
  Assembly(StartUp startUp, ConfigProto sessionConfig) {
    this.startUp = startUp;
    this.sessionConfig = sessionConfig;
    ModelServerOptions options = startUp.options();
    predictor =
        new Predictor(
            options.tensorContent ? TensorEncoder.AS_PROTO_CONTENT : TensorEncoder.AS_PROTO_FIELD,
            metrics,
            options.diagnostics ? CallTimes::onRun : RunListener.NONE);
    ExampleInference examples = new ExampleInference(metrics);
    api = new PredictionApi(catalog, predictor, examples);
    WarmUpRecords records =
        new WarmUpRecords(predictor, examples, metrics, Math.max(1, options.warmupIterations));
    VersionLoader loader =
        new WarmVersionLoader(
            new SavedModelLoader(
                sessionConfig,
                Set.of(options.savedModelTags.split(",")),
                options.loading.methodNameCheck),
            batching(),
            options.modelWarmup ? Optional.of(records) : Optional.empty(),
            this::shrinkWhileStarting,
            options.diagnostics);
    core =
        new ServerCore(
            startUp.coreSettings(),
            catalog,
            states,
            new VersionManager(
                new RetryingVersionLoader(
                    new MlMetadataLoader(loader, metrics),
                    options.loading.loadRetries,
                    options.loading.loadRetryMicros,
                    TimeUnit.MICROSECONDS::sleep),
                catalog,
                states));
  }

  /**
   * Frees memory before a model's first run, which needs the most: it optimises the graph with its
   * weights.
   */
  private void shrinkWhileStarting() {
    // Later on calls would wait for the collection.
    if (!core.isStarted()) {
      Footprint.shrink();
    }
  }

  private Optional<WarmVersionLoader.Batching> batching() {
    LoadingOptions options = startUp.options().loading;
    if (!options.batching) {
      return Optional.empty();
    }
    BatchingParameters parameters = startUp.batchingParameters();
    BatchingOptions.of(parameters);
    return Optional.of(
        new WarmVersionLoader.Batching(
            parameters,
            options.perModelBatching,
            new BatchScheduler(
                BatchingOptions.threads(parameters), BatchingOptions.threadPoolName(parameters)),
            new BatchingMetrics(metrics.registry())));
  }

  ServerCore core() {
    return core;
  }

  ModelCatalog catalog() {
    return catalog;
  }

  ServingMetrics metrics() {
    return metrics;
  }

  PredictionApi api() {
    return api;
  }

  ModelManagement management() {
    return new ModelManagement(core, states, metrics.registry());
  }

  /**
   * Publishes a {@link StubModel} of the model and returns its name, or empty if it can have none.
   */
  Optional<String> addStubModel(Servable model) {
    Optional<Servable> stubModel = StubModel.of(model, sessionConfig);
    stubModel.ifPresent(servable -> catalog.publish(new ServableHandle(servable)));
    return stubModel.map(Servable::name);
  }

  /**
   * Returns the backend of REST. It answers in the typed fields whatever the flags say, since JSON
   * is written from them.
   */
  RestBackend rest() {
    Predictor typed = new Predictor(TensorEncoder.AS_PROTO_FIELD, metrics, RunListener.NONE);
    return new RestPredictions(
        new PredictionApi(catalog, typed, api.examples()), management(), metrics);
  }

  /** Returns the tracers that watch the calls of the services. */
  List<ServerStreamTracer.Factory> tracers() {
    return startUp.options().diagnostics ? List.of(CallTimes.TRACERS) : List.of();
  }

  List<ServerServiceDefinition> services() {
    List<ServerServiceDefinition> services = new ArrayList<>();
    ServerServiceDefinition prediction = Services.prediction(api, metrics);
    boolean diagnostics = startUp.options().diagnostics;
    services.add(diagnostics ? CallTimes.reporting(prediction) : prediction);
    services.add(Services.model(management()));
    if (diagnostics) {
      services.add(
          Services.diagnostics(new SessionTimer(catalog, predictor, System::nanoTime), metrics));
    }
    if (startUp.options().endpoints.healthCheck) {
      HealthStatusManager health = new HealthStatusManager();
      HEALTHY.forEach(name -> health.setStatus(name, ServingStatus.SERVING));
      services.add(health.getHealthService().bindService());
    }
    return services;
  }
}
