package org.predictbench.bench.floor;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.predictbench.serving.MethodNames;

/** Predict as a service of messages that nobody parses. */
public final class PredictBytes {
  private PredictBytes() {}

  /** The service whose every call is answered by that. */
  public static ServerServiceDefinition service(ServerCalls.UnaryMethod<byte[], byte[]> predict) {
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodNames.PREDICT)
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    return ServerServiceDefinition.builder(MethodNames.PREDICTION_SERVICE)
        .addMethod(method, ServerCalls.asyncUnaryCall(predict))
        .build();
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
