package consumer;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.Target;
import org.predictbench.client.Tensor;
import org.predictbench.client.axis.Axis;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.client.axis.Variant;
import org.predictbench.serving.MethodNames;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/**
 * Calls a little server with best and leanest, and with naive and slim if they are available; prints the values of axes that are not
 * available, a line each: what a service sees that did not take every optional library.
 */
public final class Consumer {
  public static void main(String[] args) throws Exception {
    MethodDescriptor<byte[], byte[]> predict =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodNames.PREDICT)
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                ServerServiceDefinition.builder(MethodNames.PREDICTION_SERVICE)
                    .addMethod(
                        predict,
                        ServerCalls.asyncUnaryCall(
                            (request, reply) -> {
                              reply.onNext(doubled(request));
                              reply.onCompleted();
                            }))
                    .build())
            .build()
            .start();
    try {
      Target target = Target.parse("127.0.0.1:" + server.getPort());
      ModelRef model = ModelRef.of("m");
      call(PredictClients.best(target, model));
      call(PredictClients.leanest(target, model));
      Variant slim = Variant.grpc().with(Protos.SLIM).with(TensorEncoding.TENSOR_CONTENT_WRAP);
      for (Variant variant : List.of(Variant.naive(), slim)) {
        if (variant.unavailable().isEmpty()) {
          call(PredictClients.create(variant, target, model));
        }
      }
    } finally {
      server.shutdownNow();
    }
    for (Class<? extends Axis> axis : Axis.all()) {
      for (Axis value : axis.getEnumConstants()) {
        value.unavailable().ifPresent(why -> System.out.println(value.id() + ": " + why));
      }
    }
  }

  private static void call(PredictClient client) {
    try (client) {
      Outputs answer = client.predict(Inputs.of("input", Tensor.of(new float[] {1.5f, -2}, 1, 2)));
      if (!Arrays.equals(answer.floats("probabilities"), new float[] {3, -4})
          || !Arrays.equals(answer.longs("classes"), new long[] {7})) {
        throw new AssertionError("another answer than the server's");
      }
    }
  }

  /** Doubles the input. Knows messages but none of gRPC's marshallers, which may be missing. */
  private static byte[] doubled(byte[] request) {
    try {
      TensorProto input = PredictRequest.parseFrom(request).getInputsOrThrow("input");
      ByteBuffer content =
          input.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      TensorProto.Builder output =
          TensorProto.newBuilder()
              .setDtype(DataType.DT_FLOAT)
              .setTensorShape(input.getTensorShape());
      input.getFloatValList().forEach(value -> output.addFloatVal(2 * value));
      while (content.hasRemaining()) {
        output.addFloatVal(2 * content.getFloat());
      }
      return PredictResponse.newBuilder()
          .putOutputs(
              "classes",
              TensorProto.newBuilder()
                  .setDtype(DataType.DT_INT64)
                  .setTensorShape(
                      TensorShapeProto.newBuilder()
                          .addDim(TensorShapeProto.Dim.newBuilder().setSize(1)))
                  .addInt64Val(7)
                  .build())
          .putOutputs("probabilities", output.build())
          .build()
          .toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] bytes) {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
