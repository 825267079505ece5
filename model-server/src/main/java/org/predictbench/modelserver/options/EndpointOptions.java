package org.predictbench.modelserver.options;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flags that configure the listeners, except the gRPC port itself. picocli fills them. */
public final class EndpointOptions {
  @Option(
      names = "--rest_api_port",
      defaultValue = "0",
      description = "HTTP port; 0 is none, -1 a free one, which the READY line tells")
  public int restPort;

  @Option(
      names = "--rest_api_num_threads",
      defaultValue = "0",
      description = "threads that answer HTTP calls; 0 is four a processor")
  public int restThreads;

  @Option(
      names = "--rest_api_timeout_in_ms",
      defaultValue = "30000",
      description = "what a model may take for an HTTP call")
  public int restTimeoutMillis;

  @Option(
      names = "--rest_api_enable_cors_support",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "answer with CORS headers")
  public boolean restCors;

  @Option(names = "--monitoring_config_file", description = "MonitoringConfig in text format")
  public Path monitoringConfigFile;

  @Option(
      names = "--grpc_max_threads",
      defaultValue = "0",
      description = "calls answered at a time; 0 is four a processor")
  public int grpcThreads;

  @Option(
      names = "--grpc_channel_arguments",
      defaultValue = "",
      description = "comma separated key=value; unknown keys are named and ignored")
  public String channelArguments = "";

  @Option(names = "--ssl_config_file", description = "SSLConfig in text format")
  public Path sslConfigFile;

  @Option(
      names = "--enable_grpc_healthcheck_service",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "register grpc.health.v1.Health")
  public boolean healthCheck;
}
