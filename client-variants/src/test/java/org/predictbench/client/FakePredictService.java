package org.predictbench.client;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.PredictionServiceGrpc;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;

/**
 * A server over real sockets that answers with the input's own values, so that a client's encoding
 * shows in its answer. The signature picks the behaviour: {@code error}, {@code slow}, {@code
 * incomplete}, else echo.
 */
final class FakePredictService extends PredictionServiceGrpc.PredictionServiceImplBase
    implements AutoCloseable {
  private final Server tcp;
  private final Server unix;
  private final EventLoopGroup eventLoops = new EpollEventLoopGroup(1);
  private final Path socket;

  FakePredictService(Path socket) throws Exception {
    this.socket = socket;
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    tcp = start(NettyServerBuilder.forAddress(loopback));
    unix =
        start(
            NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(eventLoops)
                .workerEventLoopGroup(eventLoops));
  }

  private Server start(NettyServerBuilder builder) throws Exception {
    return builder.maxInboundMessageSize(Integer.MAX_VALUE).addService(this).build().start();
  }

  Target target(Transport transport) {
    return transport.usesUnixSocket()
        ? new Target.Unix(socket.toString())
        : new Target.Tcp("127.0.0.1", tcp.getPort());
  }

  @Override
  public void predict(PredictRequest request, StreamObserver<PredictResponse> replies) {
    String behaviour = request.getModelSpec().getSignatureName();
    if (behaviour.equals("error")) {
      Status status = Status.NOT_FOUND.withDescription("Servable not found for request: Latest(x)");
      replies.onError(status.asRuntimeException());
      return;
    }
    if (behaviour.equals("slow")) {
      return;
    }
    replies.onNext(
        behaviour.equals("incomplete") ? PredictResponse.newBuilder().build() : echo(request));
    replies.onCompleted();
  }

  private static PredictResponse echo(PredictRequest request) {
    TensorProto input = request.getInputsOrThrow("input");
    TensorProto.Builder values = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT);
    if (input.getTensorContent().isEmpty()) {
      values.addAllFloatVal(input.getFloatValList());
    } else {
      var content = input.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      while (content.hasRemaining()) {
        values.addFloatVal(content.getFloat());
      }
    }
    List<Long> dims = input.getTensorShape().getDimList().stream().map(d -> d.getSize()).toList();
    TensorProto classes =
        TensorProto.newBuilder().setDtype(DataType.DT_INT64).addAllInt64Val(dims).build();
    return PredictResponse.newBuilder()
        .putAllOutputs(Map.of("classes", classes, "probabilities", values.build()))
        .build();
  }

  @Override
  public void close() {
    tcp.shutdownNow();
    unix.shutdownNow();
    eventLoops.shutdownGracefully().awaitUninterruptibly();
  }
}
