package org.predictbench.client.open;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.predictbench.client.ModelRef;
import org.predictbench.client.ModelServices;
import org.predictbench.client.PredictClient;
import org.predictbench.client.Target;
import org.predictbench.client.TimedPredictClient;
import org.predictbench.client.WireCodec;
import org.predictbench.client.axis.Method;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.client.axis.Transport;
import org.predictbench.client.axis.Variant;
import org.predictbench.client.example.ClassifyFormat;
import org.predictbench.client.example.ExampleMethods;
import org.predictbench.client.example.PredictExampleFormat;
import org.predictbench.client.example.RegressFormat;
import org.predictbench.client.grpc.CallExecutors;
import org.predictbench.client.grpc.ChannelFactory;
import org.predictbench.client.grpc.ChannelSettings;
import org.predictbench.client.grpc.Connector;
import org.predictbench.client.grpc.Endpoint;
import org.predictbench.client.grpc.EpollConnectors;
import org.predictbench.client.grpc.GrpcModelServices;
import org.predictbench.client.grpc.GrpcPredictClient;
import org.predictbench.client.grpc.InProcessConnector;
import org.predictbench.client.grpc.NettyConnector;
import org.predictbench.client.grpc.OkHttpConnector;
import org.predictbench.client.grpc.StubCall;
import org.predictbench.client.grpc.StubSettings;
import org.predictbench.client.http2.MultiplexedPredictClient;
import org.predictbench.client.http2.SocketPredictClient;
import org.predictbench.client.rest.RestPredictClient;
import org.predictbench.client.wire.DirectMethod;
import org.predictbench.client.wire.DirectWireFormat;
import org.predictbench.client.wire.FormatCodec;
import org.predictbench.client.wire.FullWireFormat;
import org.predictbench.client.wire.JsonCodec;
import org.predictbench.client.wire.JsonWireFormat;
import org.predictbench.client.wire.LiteWireFormat;
import org.predictbench.client.wire.SlimWireFormat;
import org.predictbench.client.wire.TensorWriter;
import org.predictbench.client.wire.WireFormat;

/**
 * Turns what a variant says into the parts that do it: the only place that knows how. Each axis has
 * one switch here, over all of its values.
 */
public final class ClientAssembly {
  private ClientAssembly() {}

  /**
   * Opens a client.
   *
   * @throws IllegalArgumentException if the variant cannot run here, or does not fit the target,
   *     before any thread exists
   */
  public static PredictClient open(
      Variant variant, Target target, ModelRef model, Duration deadline) {
    requireAvailable(variant);
    requireFilter(variant.method(), model);
    requireReached(variant.transport(), target);
    return switch (variant.transport()) {
      case SOCKET, SOCKET_UDS -> new SocketPredictClient(target, direct(model, variant), deadline);
      case MULTIPLEXED, MULTIPLEXED_UDS ->
          new MultiplexedPredictClient(
              target,
              direct(model, variant),
              deadline,
              variant.reuse().channels(),
              executor(variant));
      case REST ->
          new RestPredictClient(
              (Target.Tcp) target, json(model, variant.encoding()), model, deadline);
      default ->
          GrpcPredictClient.open(
              wireFormat(model, variant),
              channels(variant, target),
              stubs(variant),
              call(variant),
              deadline);
    };
  }

  /**
   * Opens a client that reports what its calls are made of.
   *
   * @throws IllegalArgumentException as {@link #open}, or if the variant has no gRPC channel
   */
  public static TimedPredictClient openTimed(
      Variant variant, Target target, ModelRef model, Duration deadline) {
    requireAvailable(variant);
    requireTimeable(variant);
    requireFilter(variant.method(), model);
    requireReached(variant.transport(), target);
    return GrpcPredictClient.openTimed(
        wireFormat(model, variant),
        channels(variant, target),
        stubs(variant),
        call(variant),
        deadline);
  }

  /**
   * Opens what asks for models' signatures and states.
   *
   * @throws IllegalArgumentException if what reaches such a target, or the messages' library, is
   *     not available here
   */
  public static ModelServices services(
      Target target, Duration deadline, Map<String, String> headers) {
    Variant variant =
        Variant.grpc(target.kind()).with(TensorEncoding.TENSOR_CONTENT_WRAP).with(Protos.FULL);
    requireAvailable(variant);
    return new GrpcModelServices(channels(variant, target), deadline, headers);
  }

  /** Refuses variants that have no gRPC channel, whose tracers report the parts of a call. */
  public static void requireTimeable(Variant variant) {
    if (!variant.transport().hasChannels()) {
      throw new IllegalArgumentException(
          "transport '%s' has no gRPC channel, whose tracers report the parts of a call"
              .formatted(variant.transport().id()));
    }
  }

  /**
   * Makes the codec of an encoding.
   *
   * @throws IllegalArgumentException if encoding and messages do not go together
   */
  public static WireCodec codec(
      Method method, TensorEncoding encoding, Protos protos, ModelRef model) {
    Variant variant = Variant.naive().with(method).with(encoding).with(protos);
    if (encoding.isJson()) {
      requireAvailable(variant.with(Transport.REST));
      return new JsonCodec(json(model, encoding));
    }
    requireAvailable(variant);
    requireFilter(method, model);
    return codec(wireFormat(model, variant));
  }

  private static <Q, R> WireCodec codec(WireFormat<Q, R> wire) {
    return new FormatCodec<>(wire);
  }

  private static ChannelFactory channels(Variant variant, Target target) {
    return new ChannelFactory(
        connector(variant.transport(), target),
        new ChannelSettings(variant.flowControl().window(), executor(variant)));
  }

  private static Optional<Executor> executor(Variant variant) {
    return switch (variant.executor()) {
      case DEFAULT -> Optional.empty();
      case DIRECT -> Optional.of(CallExecutors.direct());
      case VIRTUAL -> Optional.of(CallExecutors.virtual());
    };
  }

  private static Connector connector(Transport transport, Target target) {
    return switch (transport) {
      case NETTY_NIO -> NettyConnector.nio(Endpoint.of(target));
      case NETTY_EPOLL -> EpollConnectors.tcp(Endpoint.of(target));
      case NETTY_UDS -> EpollConnectors.unix((Target.Unix) target);
      case OKHTTP -> new OkHttpConnector(Endpoint.of(target));
      case IN_PROCESS -> new InProcessConnector((Target.InProcess) target);
      case SOCKET, SOCKET_UDS, MULTIPLEXED, MULTIPLEXED_UDS, REST ->
          throw new IllegalStateException(
              "transport '%s' has no channels".formatted(transport.id()));
    };
  }

  private static StubSettings stubs(Variant variant) {
    return new StubSettings(
        variant.reuse().channels(),
        variant.reuse().keepsStub(),
        variant.compression().compressor());
  }

  private static StubCall call(Variant variant) {
    return switch (variant.call()) {
      case BLOCKING -> StubCall::blocking;
      case FUTURE -> StubCall::future;
      case ASYNC -> StubCall::async;
    };
  }

  private static WireFormat<?, ?> wireFormat(ModelRef model, Variant variant) {
    if (variant.encoding().writesBytes()) {
      return new DirectWireFormat(direct(model, variant));
    }
    if (variant.encoding().isExamples()) {
      return switch (variant.method()) {
        case PREDICT -> new PredictExampleFormat(model);
        case CLASSIFY -> new ClassifyFormat(model);
        case REGRESS -> new RegressFormat(model);
      };
    }
    return switch (variant.protos()) {
      case FULL -> new FullWireFormat(model, writer(variant.encoding()));
      case SLIM -> new SlimWireFormat(model, writer(variant.encoding()));
      case LITE -> new LiteWireFormat(model, writer(variant.encoding()));
      case NONE -> throw new IllegalStateException("no messages to fill");
    };
  }

  private static DirectMethod direct(ModelRef model, Variant variant) {
    return switch (variant.method()) {
      case PREDICT ->
          variant.encoding().isExamples()
              ? ExampleMethods.predict(model)
              : DirectMethod.predict(model);
      case CLASSIFY -> ExampleMethods.classify(model);
      case REGRESS -> ExampleMethods.regress(model);
    };
  }

  private static TensorWriter writer(TensorEncoding encoding) {
    return switch (encoding) {
      case FLOAT_VAL_BOXED -> TensorWriter.TYPED_BOXED;
      case FLOAT_VAL -> TensorWriter.TYPED;
      case TENSOR_CONTENT_COPY -> TensorWriter.CONTENT_COPY;
      // Images are strings, which are written alike in each way.
      case TENSOR_CONTENT_WRAP, JPEG_BYTES -> TensorWriter.CONTENT_WRAP;
      case DIRECT, EXAMPLE_PROTO, EXAMPLE_DIRECT, JSON_ROW, JSON_COLUMNAR ->
          throw new IllegalStateException(
              "encoding '%s' fills no tensor's message".formatted(encoding.id()));
    };
  }

  private static JsonWireFormat json(ModelRef model, TensorEncoding encoding) {
    return encoding == TensorEncoding.JSON_ROW
        ? JsonWireFormat.rows(model)
        : JsonWireFormat.columns(model);
  }

  private static void requireAvailable(Variant variant) {
    Optional<String> why = variant.unavailable();
    if (why.isPresent()) {
      throw new IllegalArgumentException(why.get());
    }
  }

  private static void requireFilter(Method method, ModelRef model) {
    if (method.takesExamplesOnly() && !model.outputs().isEmpty()) {
      throw new IllegalArgumentException(
          "method '%s' has no output filter: take 'predict', or all outputs"
              .formatted(method.id()));
    }
  }

  private static void requireReached(Transport transport, Target target) {
    if (!transport.reaches(target.kind())) {
      throw new IllegalArgumentException(
          "transport '%s' needs a target %s, not '%s'"
              .formatted(transport.id(), transport.targetForm(), target));
    }
  }
}
