package org.predictbench.client;

import com.google.protobuf.ByteString;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.predictbench.serving.MethodNames;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;

/**
 * Answers with the input's own values, so that a client's encoding shows in its answer. The
 * signature picks the behaviour: {@code error-CODE}, {@code slow} and {@code slow-ANY}, {@code
 * incomplete}, {@code garbage}, {@code content} for an echo in {@code tensor_content}, else an echo
 * in typed fields. Works on bytes, so that it can also answer with what is no message.
 */
public final class FakePredictService implements BindableService {
  static final byte[] GARBAGE = {0x0A, 0x7F, 0x01};

  /** Calls that a client gave up while this service was slow. */
  final AtomicInteger cancelled = new AtomicInteger();

  private final Map<String, CompletableFuture<Void>> arrivals = new ConcurrentHashMap<>();

  /** Completed when a call of that slow behaviour is here, by this service or its twin. */
  CompletableFuture<Void> arrival(String behaviour) {
    return arrivals.computeIfAbsent(behaviour, key -> new CompletableFuture<>());
  }

  @Override
  public ServerServiceDefinition bindService() {
    MethodDescriptor<byte[], byte[]> predict =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodNames.PREDICT)
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    return ServerServiceDefinition.builder(MethodNames.PREDICTION_SERVICE)
        .addMethod(predict, ServerCalls.asyncUnaryCall(this::predict))
        .build();
  }

  private void predict(byte[] bytes, StreamObserver<byte[]> replies) {
    PredictRequest request;
    try {
      request = PredictRequest.parseFrom(bytes);
    } catch (IOException e) {
      replies.onError(Status.INVALID_ARGUMENT.withDescription(e.toString()).asException());
      return;
    }
    String behaviour = request.getModelSpec().getSignatureName();
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
          case "incomplete" -> PredictResponse.getDefaultInstance().toByteArray();
          default -> echo(request, behaviour.equals("content")).toByteArray();
        });
    replies.onCompleted();
  }

  private static PredictResponse echo(PredictRequest request, boolean asContent) {
    TensorProto input = request.getInputsOrThrow("input");
    Prediction echo =
        input.getDtype() == DataType.DT_STRING
            ? Echo.of(FakeImage.read(input.getStringValList()))
            : Echo.of(dims(input), values(input));
    TensorProto.Builder classes = TensorProto.newBuilder().setDtype(DataType.DT_INT64);
    TensorProto.Builder probabilities = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT);
    if (asContent) {
      ByteBuffer longs = littleEndian(Long.BYTES * echo.classes().length);
      longs.asLongBuffer().put(echo.classes());
      classes.setTensorContent(ByteString.copyFrom(longs));
      ByteBuffer floats = littleEndian(Float.BYTES * echo.probabilities().length);
      floats.asFloatBuffer().put(echo.probabilities());
      probabilities.setTensorContent(ByteString.copyFrom(floats));
    } else {
      for (long value : echo.classes()) {
        classes.addInt64Val(value);
      }
      for (float value : echo.probabilities()) {
        probabilities.addFloatVal(value);
      }
    }
    return PredictResponse.newBuilder()
        .putOutputs("classes", classes.build())
        .putOutputs("probabilities", probabilities.build())
        .build();
  }

  private static List<Long> dims(TensorProto input) {
    return input.getTensorShape().getDimList().stream().map(d -> d.getSize()).toList();
  }

  private static float[] values(TensorProto input) {
    ByteString content = input.getTensorContent();
    float[] values =
        new float[content.isEmpty() ? input.getFloatValCount() : content.size() / Float.BYTES];
    if (content.isEmpty()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = input.getFloatVal(i);
      }
    } else {
      content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    }
    return values;
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
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
