package org.predictbench.bench.kind;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.predictbench.bench.files.FailureText;
import org.predictbench.bench.fork.Answers;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.plan.PlanFolder;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.Target;
import org.predictbench.client.WireCodec;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.client.axis.Transport;
import org.predictbench.serving.diagnostics.DiagnosticsGrpc;
import org.predictbench.serving.diagnostics.TimeSessionRunRequest;
import org.predictbench.serving.diagnostics.TimeSessionRunResponse;
import org.predictbench.serving.full.PredictRequest;

/**
 * The floor under every client: the embedded server times its own {@code Session.run} in a loop, in
 * the very process and session that the other cells call.
 */
final class SessionRun implements CellRun {
  private static final long LIMIT_MINUTES = 2;

  private final PlanFolder plans;
  private final Clock clock;
  private final SliceCounter counter;

  SessionRun(PlanFolder plans, Clock clock, SliceCounter counter) {
    this.plans = plans;
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
    private List<TimeSessionRunRequest> requests;
    private int slices;

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
      try {
        requests = requests(suite, cell, server);
        return true;
      } catch (IOException e) {
        return failed(FailureText.of(e));
      }
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
                .timeSessionRun(requests.get(slices % requests.size()));
        if (slices++ == 0) {
          answered(Answers.of(outputs(timed)), null);
        }
        onSlice(timed.getRunNanosList());
        count(timed.getRunNanosList());
        return true;
      } catch (StatusRuntimeException e) {
        return failed(FailureText.of(e));
      }
    }

    private void count(List<Long> nanos) {
      int measured = slices - 1 - suite.warmupSlices();
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

  /** A time slice is of one request; they take turns. */
  private List<TimeSessionRunRequest> requests(Suite suite, Cell cell, ServerUnderTest server)
      throws IOException {
    CallPlan plan = CallPlan.read(plans.of(suite.modelOf(cell)));
    String signature = cell.workload().signature();
    // A signature of its own takes the same features as tf.Examples.
    TensorEncoding encoding =
        signature.isEmpty() ? TensorEncoding.DIRECT : TensorEncoding.EXAMPLE_DIRECT;
    WireCodec codec = WireCodec.of(encoding, Protos.NONE, plan.model(server.model(), signature));
    List<TimeSessionRunRequest> requests = new ArrayList<>();
    for (Inputs inputs : plan.requests().requests()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      var unused = codec.encode(inputs.repeated(cell.workload().batchOr(suite.batchSize())), bytes);
      requests.add(
          TimeSessionRunRequest.newBuilder()
              .setRequest(PredictRequest.parseFrom(bytes.toByteArray()))
              .setCallers(cell.callers())
              // One run, as JMH, too, makes one call in a time slice before it looks at the clock.
              .setWarmupNanos(1)
              .setMeasureNanos(suite.protocol().slice().toNanos())
              .build());
    }
    return requests;
  }

  private static Outputs outputs(TimeSessionRunResponse timed) {
    // The embedded server answers with what any would: the client's own codec reads it.
    return WireCodec.of(TensorEncoding.DIRECT, Protos.NONE, ModelRef.of("any"))
        .decode(timed.getResponse().toByteArray());
  }
}
