package org.predictbench.client.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.client.CallPart;
import org.predictbench.client.FakePredictService;
import org.predictbench.client.Inputs;
import org.predictbench.client.PredictClients;
import org.predictbench.client.Target;
import org.predictbench.client.TestTensors;
import org.predictbench.client.TimedPredictClient;
import org.predictbench.client.axis.Axis;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.Reuse;
import org.predictbench.client.axis.TargetKind;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.client.axis.Transport;
import org.predictbench.client.axis.Variant;
import org.predictbench.serving.TimelineTrailer;

class CallTimelineTest {
  private static final Inputs INPUTS = TestTensors.input(40_000, 40_000);
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private volatile LongFunction<String> trailer = now -> sixTimes(now, 0);
  private Server server;

  @BeforeEach
  void start() throws Exception {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(ServerInterceptors.intercept(new FakePredictService(), new Times()))
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shared/netty-nio/float-val-boxed/full",
        "channel-per-call/netty-nio/tensor-content-wrap/lite",
        "shared/okhttp/direct/none"
      })
  void thePartsAreTheCall(String composition) {
    String[] values = composition.split("/", 4);
    Variant variant =
        Variant.naive()
            .with(Axis.parse(Reuse.class, values[0]))
            .with(Axis.parse(Transport.class, values[1]))
            .with(Axis.parse(TensorEncoding.class, values[2]))
            .with(Axis.parse(Protos.class, values[3]));
    try (TimedPredictClient client = client(variant)) {
      assertThat(client.predict(INPUTS).sameBitsAs(TestTensors.echo(INPUTS))).isTrue();
      long before = System.nanoTime();
      client.predict(INPUTS);
      long call = System.nanoTime() - before;

      long[] parts = client.latestParts();

      assertThat(parts).hasSize(CallPart.values().length);
      assertThat(LongStream.of(parts)).allMatch(part -> part >= 0);
      // Between the two readings here and the two inside nothing happens but the readings.
      assertThat(LongStream.of(parts).sum()).isBetween(call * 9 / 10, call);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-HOUR_NANOS, HOUR_NANOS})
  void anotherClockIsNoticed(long skew) {
    trailer = now -> sixTimes(now, skew);
    try (TimedPredictClient client = client(Variant.naive())) {
      client.predict(INPUTS);
      assertThatThrownBy(client::latestParts).hasMessageContaining("has another clock");
    }
  }

  @Test
  void aServerThatTellsNothingIsNamed() {
    trailer = now -> null;
    try (TimedPredictClient client = client(Variant.naive())) {
      client.predict(INPUTS);
      assertThatThrownBy(client::latestParts).hasMessageContaining("--enable_diagnostics");
    }
    assertThatThrownBy(() -> client(Variant.leanest(TargetKind.TCP)))
        .hasMessageContaining("has no gRPC channel");
  }

  /** What all this stands on: nanoTime of two processes is one clock. */
  @Test
  void processesOfAHostShareTheClock(@TempDir Path folder) throws Exception {
    Path source =
        Files.writeString(
            folder.resolve("Clock.java"),
            "class Clock { public static void main(String[] a) {"
                + " System.out.println(System.nanoTime()); } }");
    long before = System.nanoTime();
    Process child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    source.toString()))
            .start();
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      long theirs = Long.parseLong(output.readLine());
      assertThat(theirs).isBetween(before, System.nanoTime());
    }
  }

  private TimedPredictClient client(Variant variant) {
    return PredictClients.timed(
        variant,
        new Target.Tcp("127.0.0.1", server.getPort()),
        TestTensors.model("fields", INPUTS));
  }

  private static String sixTimes(long now, long skew) {
    return ("," + (now + skew)).repeat(6).substring(1);
  }

  private final class Times implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      assertThat(headers.containsKey(TimelineTrailer.KEY)).isTrue();
      return next.startCall(
          new SimpleForwardingServerCall<Q, R>(call) {
            private String times;

            @Override
            public void sendMessage(R message) {
              times = trailer.apply(System.nanoTime());
              super.sendMessage(message);
            }

            @Override
            public void close(Status status, Metadata trailers) {
              if (times != null) {
                trailers.put(TimelineTrailer.KEY, times);
              }
              super.close(status, trailers);
            }
          },
          headers);
    }
  }
}
