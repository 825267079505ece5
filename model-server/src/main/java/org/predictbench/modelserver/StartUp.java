package org.predictbench.modelserver;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.predictbench.modelserver.grpc.GrpcSettings;
import org.predictbench.modelserver.options.EndpointOptions;
import org.predictbench.modelserver.options.ModelServerOptions;
import org.predictbench.modelserver.rest.RestServer;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.text.ProtoText;
import org.predictbench.modelserver.versions.ModelConfigs;
import org.predictbench.modelserver.versions.ServerCore;
import org.predictbench.serving.full.BatchingParameters;
import org.predictbench.serving.full.ModelServerConfig;
import org.predictbench.serving.full.MonitoringConfig;
import org.predictbench.serving.full.PrometheusConfig;

/** Reads what the flags mean together and refuses those that contradict each other. */
record StartUp(ModelServerOptions options) {
  private static final System.Logger LOG = System.getLogger(StartUp.class.getName());

  private static final String DEFAULT_METRICS_PATH = "/monitoring/prometheus/metrics";
  private static final String DEFAULT_THREAD_POOL = "model_server_batch_threads";

  /**
   * Checks the flags.
   *
   * @throws ServingException in TensorFlow Serving's words
   */
  StartUp {
    if (options.modelBasePath.isEmpty() && options.modelConfigFile == null) {
      throw ServingException.invalid(
          "Both server_options.model_base_path and server_options.model_config_file are empty!");
    }
    options.unsupported.refuse();
    if (options.loading.batchingParametersFile != null && !options.loading.batching) {
      throw ServingException.invalid(
          "server_options.batching_parameters_file is set without setting"
              + " server_options.enable_batching to true.");
    }
  }

  /** Returns the models that the flags, or the file they name, list. */
  ModelServerConfig models() {
    return options.modelConfigFile == null
        ? ModelConfigs.single(options.modelName, options.modelBasePath)
        : ProtoText.read(options.modelConfigFile, ModelServerConfig.newBuilder()).build();
  }

  /** Returns the batching parameters of all models. */
  BatchingParameters batchingParameters() {
    Path file = options.loading.batchingParametersFile;
    BatchingParameters.Builder parameters = BatchingParameters.newBuilder();
    if (file != null) {
      return ProtoText.read(file, parameters).build();
    }
    parameters.getThreadPoolNameBuilder().setValue(DEFAULT_THREAD_POOL);
    return parameters.build();
  }

  ServerCore.Settings coreSettings() {
    return new ServerCore.Settings(
        options.pollWaitSeconds,
        GrpcSettings.threads(0),
        options.loading.loadThreads,
        options.loading.labelsForUnavailable,
        options.failWithoutVersions);
  }

  /** Returns the settings of the HTTP port, or empty if there is to be none. */
  Optional<RestServer.Settings> rest() {
    EndpointOptions endpoints = options.endpoints;
    if (endpoints.restPort == 0) {
      return Optional.empty();
    }
    if (endpoints.restPort == options.port) {
      LOG.log(
          Level.WARNING,
          "server_options.http_port cannot be same as grpc_port. Please use a different port for"
              + " HTTP/REST API. Skipped exporting HTTP/REST API.");
      return Optional.empty();
    }
    return Optional.of(
        new RestServer.Settings(
            GrpcSettings.threads(endpoints.restThreads),
            Duration.ofMillis(endpoints.restTimeoutMillis),
            endpoints.restCors,
            metricsPath()));
  }

  private Optional<String> metricsPath() {
    Path file = options.endpoints.monitoringConfigFile;
    if (file == null) {
      return Optional.empty();
    }
    PrometheusConfig config =
        ProtoText.read(file, MonitoringConfig.newBuilder()).getPrometheusConfig();
    return config.getEnable()
        ? Optional.of(config.getPath().isEmpty() ? DEFAULT_METRICS_PATH : config.getPath())
        : Optional.empty();
  }

  /** Returns the address of the HTTP port. */
  InetSocketAddress restAddress() {
    return new InetSocketAddress(options.bindAddress, Math.max(0, options.endpoints.restPort));
  }
}
