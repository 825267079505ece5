package org.predictbench.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.predictbench.client.axis.Method;
import org.predictbench.serving.MethodNames;

/**
 * Answers with the input's own values, so that a client's encoding shows in its answer. The
 * signature picks the behaviour: {@code error-CODE}, {@code slow} and {@code slow-ANY}, {@code
 * incomplete}, {@code garbage}, {@code content} for an echo in {@code tensor_content}, else an echo
 * in typed fields. Tensors come back as they were, tf.Examples as {@link TestExamples} has it, by
 * the call they came by. Works on bytes, so that it can also answer with what is no message.
 */
public final class FakePredictService implements BindableService {
  static final byte[] GARBAGE = {0x0A, 0x7F, 0x01};

  /** Calls that a client gave up while this service was slow. */
  final AtomicInteger cancelled = new AtomicInteger();

  /** Those of the latest call, by name in lower case. */
  final Map<String, String> headers = new ConcurrentHashMap<>();

  private final Map<String, CompletableFuture<Void>> arrivals = new ConcurrentHashMap<>();

  /** Completed when a call of that slow behaviour is here, by this service or its twin. */
  CompletableFuture<Void> arrival(String behaviour) {
    return arrivals.computeIfAbsent(behaviour, key -> new CompletableFuture<>());
  }

  @Override
  public ServerServiceDefinition bindService() {
    ServerServiceDefinition.Builder service =
        ServerServiceDefinition.builder(MethodNames.PREDICTION_SERVICE);
    for (Method method : Method.values()) {
      service.addMethod(
          MethodDescriptor.<byte[], byte[]>newBuilder()
              .setType(MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(name(method))
              .setRequestMarshaller(new Bytes())
              .setResponseMarshaller(new Bytes())
              .build(),
          ServerCalls.asyncUnaryCall((request, replies) -> answer(method, request, replies)));
    }
    return ServerInterceptors.intercept(service.build(), new Headers());
  }

  private static String name(Method method) {
    return switch (method) {
      case PREDICT -> MethodNames.PREDICT;
      case CLASSIFY -> MethodNames.CLASSIFY;
      case REGRESS -> MethodNames.REGRESS;
    };
  }

  private void answer(Method method, byte[] request, StreamObserver<byte[]> replies) {
    try {
      answer(FakeAnswers.signature(method, request), method, request, replies);
    } catch (InvalidProtocolBufferException e) {
      replies.onError(Status.INVALID_ARGUMENT.withDescription(e.toString()).asException());
    }
  }

  private void answer(
      String behaviour, Method method, byte[] request, StreamObserver<byte[]> replies)
      throws InvalidProtocolBufferException {
    if (behaviour.startsWith("error-")) {
      Status.Code code = Status.Code.valueOf(behaviour.substring("error-".length()));
      replies.onError(code.toStatus().withDescription(code + " it is").asException());
      return;
    }
    if (behaviour.startsWith("slow")) {
      ((ServerCallStreamObserver<byte[]>) replies).setOnCancelHandler(cancelled::incrementAndGet);
      arrival(behaviour).complete(null);
      return;
    }
    replies.onNext(
        switch (behaviour) {
          case "garbage" -> GARBAGE;
          case "incomplete" -> FakeAnswers.incomplete(method).toByteArray();
          default -> FakeAnswers.echo(method, request, behaviour.equals("content")).toByteArray();
        });
    replies.onCompleted();
  }

  private final class Headers implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata metadata, ServerCallHandler<Q, R> next) {
      for (String name : metadata.keys()) {
        if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
          headers.put(name, metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
        }
      }
      return next.startCall(call, metadata);
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream message) {
      try {
        return message.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
