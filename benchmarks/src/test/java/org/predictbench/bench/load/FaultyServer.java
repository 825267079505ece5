package org.predictbench.bench.load;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.predictbench.bench.floor.PredictBytes;
import org.predictbench.bench.plan.RequestCycle;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.Target;
import org.predictbench.client.Tensor;
import org.predictbench.client.axis.Variant;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;

/** A real gRPC server on a real socket that answers Predict, and misbehaves on request. */
public final class FaultyServer implements AutoCloseable {
  public static final Outputs ANSWER = answer(7, 0.25f, 0.75f);
  public static final Inputs INPUTS =
      Inputs.of("input", Tensor.of(new float[] {1, 2, 3}, 1, 1, 1, 3));

  /** {@link #INPUTS} alone, with the right answer known. */
  public static RequestCycle requests() {
    RequestCycle requests = new RequestCycle(List.of(INPUTS));
    requests.check(0, ANSWER);
    return requests;
  }

  private static final Outputs WRONG = answer(8, 0.75f, 0.25f);

  private final ScheduledExecutorService replies = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong calls = new AtomicLong();
  private final Server server;
  private final int port;
  private volatile long delayNanos;
  private volatile long stalledUntil = System.nanoTime();
  private volatile long wrongEvery = Long.MAX_VALUE;
  private volatile boolean mute;

  public FaultyServer() throws IOException {
    this(0);
  }

  private FaultyServer(int wanted) throws IOException {
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted))
            .directExecutor()
            .addService(PredictBytes.service((request, observer) -> reply(observer)))
            .build()
            .start();
    this.port = server.getPort();
  }

  public Target target() {
    return new Target.Tcp("127.0.0.1", port);
  }

  public PredictClient client(Duration deadline) {
    return PredictClients.create(Variant.best(), target(), ModelRef.of("m"), deadline);
  }

  public long calls() {
    return calls.get();
  }

  /** Every reply comes this much later. */
  public void slowDown(Duration delay) {
    delayNanos = delay.toNanos();
  }

  /** After a while, answers nothing for so long; then all that was asked meanwhile. */
  public void stall(Duration after, Duration length) {
    var unused =
        replies.schedule(
            () -> {
              stalledUntil = System.nanoTime() + length.toNanos();
            },
            after.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /** Every n-th answer is of another class. */
  public void answerWrongly(int every) {
    wrongEvery = every;
  }

  /** Takes calls and never answers. */
  public void fallSilent() {
    mute = true;
  }

  /** As a process that is killed: connections are reset, the port is free. */
  public void kill() throws InterruptedException {
    server.shutdownNow();
    server.awaitTermination();
  }

  /** Another one where this one was. */
  public FaultyServer restart() throws IOException {
    return new FaultyServer(port);
  }

  private void reply(StreamObserver<byte[]> observer) {
    long call = calls.incrementAndGet();
    if (mute) {
      return;
    }
    byte[] bytes = message(call % wrongEvery == 0 ? WRONG : ANSWER);
    long wait = Math.max(delayNanos, stalledUntil - System.nanoTime());
    if (wait <= 0) {
      send(observer, bytes);
    } else {
      var unused = replies.schedule(() -> send(observer, bytes), wait, TimeUnit.NANOSECONDS);
    }
  }

  private static void send(StreamObserver<byte[]> observer, byte[] bytes) {
    try {
      observer.onNext(bytes);
      observer.onCompleted();
    } catch (RuntimeException e) {
      // The caller is gone.
    }
  }

  private static Outputs answer(long predicted, float... probabilities) {
    return Outputs.of(
        Map.of(
            "classes",
            Tensor.of(new long[] {predicted}, 1),
            "probabilities",
            Tensor.of(probabilities, 1, probabilities.length)));
  }

  private static byte[] message(Outputs answer) {
    TensorProto.Builder classes =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_INT64)
            .addInt64Val(answer.longs("classes")[0]);
    classes.getTensorShapeBuilder().addDimBuilder().setSize(1);
    TensorProto.Builder probabilities = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT);
    probabilities.getTensorShapeBuilder().addDimBuilder().setSize(1);
    probabilities.getTensorShapeBuilder().addDimBuilder().setSize(2);
    for (float value : answer.floats("probabilities")) {
      probabilities.addFloatVal(value);
    }
    return PredictResponse.newBuilder()
        .putOutputs("classes", classes.build())
        .putOutputs("probabilities", probabilities.build())
        .build()
        .toByteArray();
  }

  @Override
  public void close() {
    server.shutdownNow();
    replies.shutdownNow();
  }
}
