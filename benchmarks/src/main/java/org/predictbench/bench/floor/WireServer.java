package org.predictbench.bench.floor;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.predictbench.bench.process.ParentWatch;
import org.predictbench.bench.process.QuietLogs;
import org.predictbench.client.Outputs;
import org.predictbench.client.Tensor;
import org.predictbench.serving.MethodNames;
import org.predictbench.serving.RequestBuffers;
import org.predictbench.serving.slim.PredictResponse;
import org.predictbench.serving.slim.tensorflow.DataType;
import org.predictbench.serving.slim.tensorflow.TensorProto;

/**
 * The least that a gRPC server can do: receives each request to its end, on the event loop, and
 * answers with a classifier's reply of a thousand and one classes. No message is built, no model
 * runs.
 */
public final class WireServer {
  private static final int CHUNK_BYTES = 1 << 14;
  private static final int MAX_READ_BYTES = 1 << 20;
  private static final int CLASSES = 1001;

  private WireServer() {}

  /** The process; its argument is a path to listen on, or empty for a free TCP port. */
  public static void main(String[] args) throws IOException, InterruptedException {
    ParentWatch.start();
    QuietLogs.install();
    Server server =
        builder(args[0])
            .directExecutor()
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .addService(service())
            .build()
            .start();
    System.out.println(Math.max(0, server.getPort()));
    System.out.flush();
    server.awaitTermination();
  }

  private static NettyServerBuilder builder(String path) {
    // Takes a request in a few reads; Netty's default stops at 64 KiB.
    return listening(path)
        .withChildOption(
            ChannelOption.RCVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(64, CHUNK_BYTES, MAX_READ_BYTES))
        .withChildOption(ChannelOption.ALLOCATOR, RequestBuffers.pool(1));
  }

  private static NettyServerBuilder listening(String path) {
    if (!path.isEmpty()) {
      EventLoopGroup loops = new EpollEventLoopGroup(2);
      return NettyServerBuilder.forAddress(new DomainSocketAddress(path))
          .channelType(EpollServerDomainSocketChannel.class)
          .bossEventLoopGroup(loops)
          .workerEventLoopGroup(loops);
    }
    boolean epoll = Epoll.isAvailable();
    EventLoopGroup loops = epoll ? new EpollEventLoopGroup() : new NioEventLoopGroup();
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .channelType(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops);
  }

  private static ServerServiceDefinition service() {
    MethodDescriptor<Integer, byte[]> predict =
        MethodDescriptor.<Integer, byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodNames.PREDICT)
            .setRequestMarshaller(new LastWord())
            .setResponseMarshaller(new Bytes())
            .build();
    byte[] template = reply();
    return ServerServiceDefinition.builder(MethodNames.PREDICTION_SERVICE)
        .addMethod(
            predict,
            ServerCalls.asyncUnaryCall(
                (lastWord, observer) -> {
                  observer.onNext(echoing(template, lastWord));
                  observer.onCompleted();
                }))
        .build();
  }

  /**
   * Whether an answer came from this server after it had read all of the request: its last
   * probability has the bits of the last four bytes that were sent.
   *
   * @param request the message without gRPC's prefix
   */
  public static boolean echoes(byte[] request, Outputs answer) {
    Tensor probabilities = answer.tensor("probabilities");
    float returned = probabilities.floatAt(probabilities.elements() - 1);
    int sent =
        ByteBuffer.wrap(request)
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt(request.length - Integer.BYTES);
    return sent == Float.floatToRawIntBits(returned);
  }

  /** A reply whose last bytes are its last probability. */
  private static byte[] reply() {
    TensorProto.Builder probabilities = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT);
    probabilities.getTensorShapeBuilder().addDimBuilder().setSize(1);
    probabilities.getTensorShapeBuilder().addDimBuilder().setSize(CLASSES);
    for (int i = 0; i < CLASSES; i++) {
      probabilities.addFloatVal(1.0f / CLASSES);
    }
    TensorProto.Builder classes =
        TensorProto.newBuilder().setDtype(DataType.DT_INT64).addInt64Val(7);
    classes.getTensorShapeBuilder().addDimBuilder().setSize(1);
    return PredictResponse.newBuilder()
        .putOutputs("classes", classes.build())
        .putOutputs("probabilities", probabilities.build())
        .build()
        .toByteArray();
  }

  /** The template with the request's last word for its own. */
  private static byte[] echoing(byte[] template, int lastWord) {
    byte[] reply = template.clone();
    ByteBuffer.wrap(reply).putInt(reply.length - Integer.BYTES, lastWord);
    return reply;
  }

  /**
   * Takes a request's last four bytes. The rest stays in the buffers it was received into, as it
   * does at the bare socket's other end; one that was compressed is read whole, through one small
   * buffer a thread.
   */
  private static final class LastWord implements MethodDescriptor.Marshaller<Integer> {
    private final ThreadLocal<byte[]> chunks = ThreadLocal.withInitial(() -> new byte[CHUNK_BYTES]);

    @Override
    public Integer parse(InputStream request) {
      byte[] chunk = chunks.get();
      int word = 0;
      try {
        if (request instanceof KnownLength) {
          request.skipNBytes(Math.max(0, request.available() - Integer.BYTES));
        }
        for (int count = request.read(chunk); count >= 0; count = request.read(chunk)) {
          for (int i = Math.max(0, count - Integer.BYTES); i < count; i++) {
            word = word << 8 | Byte.toUnsignedInt(chunk[i]);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return word;
    }

    @Override
    public InputStream stream(Integer request) {
      throw new UnsupportedOperationException("a server writes no requests");
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] reply) {
      return new KnownBytes(reply);
    }

    @Override
    public byte[] parse(InputStream reply) {
      throw new UnsupportedOperationException("a server reads no replies");
    }
  }

  /** Tells gRPC that its length is known. */
  private static final class KnownBytes extends ByteArrayInputStream implements KnownLength {
    KnownBytes(byte[] bytes) {
      super(bytes);
    }
  }
}
