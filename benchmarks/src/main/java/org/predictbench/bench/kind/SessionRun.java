package org.predictbench.bench.kind;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.predictbench.bench.fork.Answers;
import org.predictbench.bench.image.FeaturesFile;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.Target;
import org.predictbench.client.Tensor;
import org.predictbench.client.WireCodec;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.client.axis.Transport;
import org.predictbench.serving.diagnostics.DiagnosticsGrpc;
import org.predictbench.serving.diagnostics.TimeSessionRunRequest;
import org.predictbench.serving.diagnostics.TimeSessionRunResponse;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/**
 * The floor under every client: the embedded server times its own {@code Session.run} in a loop, in
 * the very process and session that the other cells call.
 */
final class SessionRun implements CellRun {
  private static final long LIMIT_MINUTES = 2;

  private final Path features;
  private final Clock clock;
  private final SliceCounter counter;

  SessionRun(Path features, Clock clock, SliceCounter counter) {
    this.features = features;
    this.clock = clock;
    this.counter = counter;
  }

  @Override
  public RunningCell start(
      Suite suite, Cell cell, int round, int position, ServerUnderTest server) {
    return new Running(suite, cell, round, position, server);
  }

  private final class Running extends HarnessCell {
    private ManagedChannel channel;
    private TimeSessionRunRequest request;
    private int slice;

    Running(Suite suite, Cell cell, int round, int position, ServerUnderTest server) {
      super(suite, cell, round, position, server, clock);
    }

    @Override
    public boolean awaitReady() {
      if (!(server.target(Transport.NETTY_NIO) instanceof Target.Tcp tcp)) {
        return failed("needs a TCP listener");
      }
      channel =
          NettyChannelBuilder.forAddress(tcp.host(), tcp.port())
              .usePlaintext()
              .maxInboundMessageSize(Integer.MAX_VALUE)
              .build();
      request = request(suite, cell, server);
      return true;
    }

    @Override
    public boolean warmUp() {
      return true;
    }

    @Override
    public boolean awaitSlice() {
      try {
        TimeSessionRunResponse timed =
            DiagnosticsGrpc.newBlockingStub(channel)
                .withDeadlineAfter(LIMIT_MINUTES, TimeUnit.MINUTES)
                .timeSessionRun(request);
        answered(Answers.of(outputs(timed)), null);
        onSlice(timed.getRunNanosList());
        count(timed.getRunNanosList());
        return true;
      } catch (StatusRuntimeException e) {
        return failed(e.getMessage());
      }
    }

    private void count(List<Long> nanos) {
      int measured = slice++ - suite.warmupSlices();
      if (measured >= 0) {
        // The server's one run of warm-up is not timed, yet belongs to the time slice.
        counter.onSlice(
            cell.name(),
            measured,
            nanos.size() + 1L,
            nanos.stream().mapToLong(Long::longValue).average().orElse(Double.NaN));
      }
    }

    @Override
    public void close() {
      if (channel != null) {
        channel.shutdownNow();
      }
    }
  }

  private TimeSessionRunRequest request(Suite suite, Cell cell, ServerUnderTest server) {
    Tensor image = FeaturesFile.read(features).repeated(suite.batchSize());
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : image.shape()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setTensorShape(shape)
            .setTensorContent(ByteString.copyFrom(image.littleEndian()))
            .build();
    return TimeSessionRunRequest.newBuilder()
        .setRequest(
            PredictRequest.newBuilder()
                .setModelSpec(ModelSpec.newBuilder().setName(server.model()))
                .putInputs("input", tensor))
        .setCallers(cell.callers())
        // One run, as JMH, too, makes one call in a time slice before it looks at the clock.
        .setWarmupNanos(1)
        .setMeasureNanos(suite.protocol().slice().toNanos())
        .build();
  }

  private static Outputs outputs(TimeSessionRunResponse timed) {
    // The embedded server answers with what any would: the client's own codec reads it.
    return WireCodec.of(TensorEncoding.DIRECT, Protos.NONE, ModelRef.of("any"))
        .decode(timed.getResponse().toByteArray());
  }
}
