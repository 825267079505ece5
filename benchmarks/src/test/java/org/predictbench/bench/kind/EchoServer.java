package org.predictbench.bench.kind;

import io.grpc.Attributes;
import io.grpc.Server;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Transport;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.PredictionServiceGrpc;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/** A server on a real socket that answers Predict with the inputs, as they came. */
public final class EchoServer implements ServerUnderTest {
  private static final String STUB = "stub";

  /** All requests, in order. */
  final List<PredictRequest> requests = new CopyOnWriteArrayList<>();

  /** How many connections were made. */
  final AtomicInteger connections = new AtomicInteger();

  private final AtomicInteger ofTheModel = new AtomicInteger();
  private final int failsFrom;
  private final int driftsFrom;
  private final Server server;

  public EchoServer() throws IOException {
    this(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * @param failsFrom the number of the call of the model, from 1, from which on it answers with a
   *     status
   * @param driftsFrom likewise, from which on its answers are others
   */
  EchoServer(int failsFrom, int driftsFrom) throws IOException {
    this.failsFrom = failsFrom;
    this.driftsFrom = driftsFrom;
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Echo())
            .addTransportFilter(new Connections())
            .build()
            .start();
  }

  @Override
  public String model() {
    return "echo";
  }

  @Override
  public Optional<String> stubModel() {
    return Optional.of(STUB);
  }

  @Override
  public Target target(Transport transport) {
    return new Target.Tcp("127.0.0.1", server.getPort());
  }

  @Override
  public Long peakRssBytes() {
    return null;
  }

  @Override
  public Map<String, Object> facts() {
    return Map.of();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Echo extends PredictionServiceGrpc.PredictionServiceImplBase {
    @Override
    public void predict(PredictRequest request, StreamObserver<PredictResponse> reply) {
      requests.add(request);
      boolean stub = request.getModelSpec().getName().equals(STUB);
      int call = stub ? 0 : ofTheModel.incrementAndGet();
      if (call >= failsFrom) {
        reply.onError(Status.RESOURCE_EXHAUSTED.withDescription("no more").asException());
        return;
      }
      PredictResponse.Builder answer =
          PredictResponse.newBuilder().putAllOutputs(request.getInputsMap());
      if (call >= driftsFrom) {
        answer.putOutputs("x", tensor(call));
      }
      reply.onNext(answer.build());
      reply.onCompleted();
    }
  }

  private static TensorProto tensor(float value) {
    return TensorProto.newBuilder()
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(
            TensorShapeProto.newBuilder().addDim(TensorShapeProto.Dim.newBuilder().setSize(1)))
        .addFloatVal(value)
        .build();
  }

  private final class Connections extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes attributes) {
      connections.incrementAndGet();
      return attributes;
    }
  }
}
