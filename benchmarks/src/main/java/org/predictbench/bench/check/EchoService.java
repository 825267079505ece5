package org.predictbench.bench.check;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.predictbench.bench.floor.PredictBytes;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.WireCodec;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;

/**
 * Answers with the request's own tensors, so that what a client writes shows in what it reads. The
 * model's name picks another behaviour: {@link #CONTENT} and {@link #FIELDS} echo in that form,
 * {@link #SLOW} never answers, {@link #INCOMPLETE} and {@link #GARBAGE} answer with what is no
 * reply, and {@code error-CODE} fails. Works on bytes, so that it can answer with what is no
 * message.
 */
final class EchoService implements BindableService {
  static final String CONTENT = "content";
  static final String FIELDS = "fields";
  static final String SLOW = "slow";
  static final String INCOMPLETE = "incomplete";
  static final String GARBAGE = "garbage";
  static final String ERROR = "error-";

  private static final byte[] NO_MESSAGE = {0x0A, 0x7F, 0x01};

  /** Calls that a client gave up while this service was slow. */
  final AtomicInteger cancelled = new AtomicInteger();

  /** Calls of the slow behaviour that have come. */
  final AtomicInteger slow = new AtomicInteger();

  /** Those of the latest call, by name in lower case. */
  final Map<String, String> headers = new ConcurrentHashMap<>();

  /** What the latest call asked for. */
  volatile PredictRequest latest = PredictRequest.getDefaultInstance();

  @Override
  public ServerServiceDefinition bindService() {
    return ServerInterceptors.intercept(PredictBytes.service(this::answer), new Headers());
  }

  private void answer(byte[] bytes, StreamObserver<byte[]> replies) {
    try {
      PredictRequest request = PredictRequest.parseFrom(bytes);
      latest = request;
      String behaviour = request.getModelSpec().getName();
      if (behaviour.startsWith(ERROR)) {
        Status.Code code = Status.Code.valueOf(behaviour.substring(ERROR.length()));
        replies.onError(code.toStatus().withDescription(code + " it is").asException());
        return;
      }
      if (behaviour.equals(SLOW)) {
        ((ServerCallStreamObserver<byte[]>) replies).setOnCancelHandler(cancelled::incrementAndGet);
        slow.incrementAndGet();
        return;
      }
      replies.onNext(
          switch (behaviour) {
            case GARBAGE -> NO_MESSAGE;
            case INCOMPLETE -> incomplete();
            default -> echo(request, behaviour.equals(CONTENT));
          });
      replies.onCompleted();
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      replies.onError(
          Status.INVALID_ARGUMENT.withDescription("not understood: " + e).asException());
    }
  }

  private static byte[] incomplete() {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setTensorContent(ByteString.copyFrom(new byte[5]));
    tensor.getTensorShapeBuilder().addDimBuilder().setSize(3);
    return PredictResponse.newBuilder()
        .putOutputs(SampleTensors.ALIAS, tensor.build())
        .build()
        .toByteArray();
  }

  /** By our own codec, which reads and writes every form. */
  private static byte[] echo(PredictRequest request, boolean asContent)
      throws InvalidProtocolBufferException {
    // A reply has its tensors where a request has them, but for the field's number.
    byte[] asReply =
        PredictResponse.newBuilder().putAllOutputs(request.getInputsMap()).build().toByteArray();
    ModelRef model = ModelRef.of("echo");
    Outputs tensors = WireCodec.of(TensorEncoding.FLOAT_VAL, Protos.FULL, model).decode(asReply);
    Inputs inputs = Inputs.none();
    for (String alias : tensors.aliases()) {
      inputs = inputs.with(alias, tensors.tensor(alias));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TensorEncoding form = asContent ? TensorEncoding.TENSOR_CONTENT_WRAP : TensorEncoding.FLOAT_VAL;
    try {
      var unused = WireCodec.of(form, Protos.FULL, model).encode(inputs, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return PredictResponse.newBuilder()
        .putAllOutputs(PredictRequest.parseFrom(bytes.toByteArray()).getInputsMap())
        .build()
        .toByteArray();
  }

  private final class Headers implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata metadata, ServerCallHandler<Q, R> next) {
      headers.clear();
      for (String name : metadata.keys()) {
        if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
          headers.put(name, metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
        }
      }
      return next.startCall(call, metadata);
    }
  }
}
