package org.predictbench.bench.it;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.predictbench.serving.MethodNames;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.tensorflow.TensorProto;

/** Relays unary calls to a server; one bit of every n-th answer to Predict is the other one. */
final class BitFlippingProxy implements AutoCloseable {
  private final AtomicLong predictions = new AtomicLong();
  private final ManagedChannel channel;
  private final Server server;
  private volatile long every = Long.MAX_VALUE;

  BitFlippingProxy(int port) throws IOException {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .fallbackHandlerRegistry(
                new HandlerRegistry() {
                  @Override
                  public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
                    return relay(name);
                  }
                })
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  /** From now on, counted anew. */
  void flipEvery(long calls) {
    predictions.set(0);
    every = calls;
  }

  private ServerMethodDefinition<byte[], byte[]> relay(String name) {
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.newBuilder(new Bytes(), new Bytes())
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(name)
            .build();
    boolean predict = name.equals(MethodNames.PREDICT);
    return ServerMethodDefinition.create(
        method,
        ServerCalls.asyncUnaryCall(
            (request, observer) ->
                ClientCalls.asyncUnaryCall(
                    channel.newCall(method, CallOptions.DEFAULT),
                    request,
                    predict ? new Flipping(observer) : observer)));
  }

  private final class Flipping implements StreamObserver<byte[]> {
    private final StreamObserver<byte[]> caller;

    Flipping(StreamObserver<byte[]> caller) {
      this.caller = caller;
    }

    @Override
    public void onNext(byte[] answer) {
      boolean wrong = predictions.incrementAndGet() % every == 0;
      caller.onNext(wrong ? flipped(answer) : answer);
    }

    /** The lowest bit of a float. */
    private static byte[] flipped(byte[] answer) {
      try {
        PredictResponse right = PredictResponse.parseFrom(answer);
        String output = right.getOutputsMap().keySet().iterator().next();
        TensorProto tensor = right.getOutputsOrThrow(output);
        float value = Float.intBitsToFloat(Float.floatToIntBits(tensor.getFloatVal(0)) ^ 1);
        return right.toBuilder()
            .putOutputs(output, tensor.toBuilder().setFloatVal(0, value).build())
            .build()
            .toByteArray();
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void onError(Throwable failure) {
      caller.onError(failure);
    }

    @Override
    public void onCompleted() {
      caller.onCompleted();
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] bytes) {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public byte[] parse(InputStream bytes) {
      try {
        return bytes.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    channel.shutdownNow();
  }
}
