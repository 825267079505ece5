package org.predictbench.modelserver.grpc;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import javax.net.ssl.SSLException;
import org.predictbench.modelserver.options.EndpointOptions;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.text.ProtoText;
import org.predictbench.serving.full.SSLConfig;

/**
 * Configures the gRPC listeners.
 *
 * @param maxThreads calls answered at a time
 * @param arguments of {@code --grpc_channel_arguments}, by key
 * @param tls absent for plain text
 */
public record GrpcSettings(
    int maxThreads, Map<String, String> arguments, Optional<SslContext> tls) {
  private static final System.Logger LOG = System.getLogger(GrpcSettings.class.getName());

  private static final int THREADS_PER_PROCESSOR = 4;

  private static final String MAX_METADATA_SIZE = "grpc.max_metadata_size";

  /** The channel arguments of gRPC C++ that gRPC Java has too. */
  private static final Map<String, ObjLongConsumer<NettyServerBuilder>> ARGUMENTS =
      Map.of(
          "grpc.max_receive_message_length",
          (builder, value) ->
              builder.maxInboundMessageSize(value < 0 ? Integer.MAX_VALUE : (int) value),
          "grpc.max_concurrent_streams",
          (builder, value) -> builder.maxConcurrentCallsPerConnection((int) value),
          MAX_METADATA_SIZE,
          (builder, value) -> {}, // see metadataLimit
          "grpc.max_connection_age_ms",
          (builder, value) -> builder.maxConnectionAge(value, TimeUnit.MILLISECONDS),
          "grpc.max_connection_age_grace_ms",
          (builder, value) -> builder.maxConnectionAgeGrace(value, TimeUnit.MILLISECONDS),
          "grpc.max_connection_idle_ms",
          (builder, value) -> builder.maxConnectionIdle(value, TimeUnit.MILLISECONDS),
          "grpc.keepalive_time_ms",
          (builder, value) -> builder.keepAliveTime(value, TimeUnit.MILLISECONDS),
          "grpc.keepalive_timeout_ms",
          (builder, value) -> builder.keepAliveTimeout(value, TimeUnit.MILLISECONDS));

  /**
   * Reads the flags and the files they name.
   *
   * @throws ServingException if the TLS configuration cannot be used
   */
  public static GrpcSettings of(EndpointOptions options) {
    return new GrpcSettings(
        threads(options.grpcThreads),
        arguments(options.channelArguments),
        Optional.ofNullable(options.sslConfigFile).map(GrpcSettings::tls));
  }

  /** Returns the flag's value, or TensorFlow Serving's default for 0. */
  public static int threads(int flag) {
    return flag > 0 ? flag : THREADS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
  }

  void apply(NettyServerBuilder builder) {
    tls.ifPresent(builder::sslContext);
    MetadataLimit metadata = metadataLimit();
    builder.maxInboundMetadataSize(metadata.readBytes()).intercept(metadata);
    arguments.forEach((key, value) -> apply(builder, key, value));
  }

  private MetadataLimit metadataLimit() {
    try {
      return new MetadataLimit(Integer.parseInt(arguments.getOrDefault(MAX_METADATA_SIZE, "")));
    } catch (NumberFormatException e) {
      return new MetadataLimit(MetadataLimit.DEFAULT_BYTES);
    }
  }

  private static void apply(NettyServerBuilder builder, String key, String value) {
    ObjLongConsumer<NettyServerBuilder> argument = ARGUMENTS.get(key);
    try {
      if (argument != null) {
        argument.accept(builder, Long.parseLong(value));
        return;
      }
    } catch (NumberFormatException e) {
      // Logged below, as gRPC C++ logs an argument that it cannot use.
    }
    LOG.log(Level.WARNING, "gRPC channel argument is ignored: " + key + "=" + value);
  }

  private static Map<String, String> arguments(String flag) {
    Map<String, String> arguments = new LinkedHashMap<>();
    for (String argument : flag.isEmpty() ? new String[0] : flag.split(",")) {
      String[] pair = argument.split("=", 2);
      arguments.put(pair[0], pair.length == 2 ? pair[1] : "");
    }
    return arguments;
  }

  private static SslContext tls(Path file) {
    SSLConfig config = ProtoText.read(file, SSLConfig.newBuilder()).build();
    try {
      SslContextBuilder builder =
          GrpcSslContexts.forServer(
                  pem(config.getServerCert()), pem(PrivateKeys.toPkcs8(config.getServerKey())))
              .clientAuth(config.getClientVerify() ? ClientAuth.REQUIRE : ClientAuth.NONE);
      if (!config.getCustomCa().isEmpty()) {
        builder.trustManager(pem(config.getCustomCa()));
      }
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw ServingException.invalid("Cannot use the keys in '" + file + "': " + e.getMessage());
    }
  }

  private static InputStream pem(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }
}
