package org.predictbench.modelserver.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.modelserver.request.ReceivedPredict;
import org.predictbench.modelserver.request.RequestBytes;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.PredictionServiceGrpc;
import org.predictbench.serving.full.tensorflow.TensorProto;

/** The memory that connections are read into is free again once a call is over. */
class BufferLeaseTest {
  private static final int IMAGE_BYTES = 224 * 224 * 3 * Float.BYTES;

  /** What no request holds: a read of the connection that has begun. */
  private static final int READ_BYTES = IMAGE_BYTES / 2;

  private final BlockingQueue<ByteString> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Status> closed = new LinkedBlockingQueue<>();
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                new UnaryService(PredictionServiceGrpc.SERVICE_NAME)
                    .method(
                        PredictionServiceGrpc.getPredictMethod(),
                        RequestBytes::parsePredict,
                        this::answer)
                    .build());
    ConnectionBuffers.apply(builder);
    server = builder.build().start();
    channel =
        NettyChannelBuilder.forAddress(server.getListenSockets().get(0)).usePlaintext().build();
  }

  @AfterEach
  void stop() throws InterruptedException {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }

  private PredictResponse answer(ReceivedPredict request) {
    received.add(ByteString.copyFrom(request.contents().get("x").toByteArray()));
    if (request.message().getModelSpec().getName().equals("broken")) {
      throw ServingException.invalid("broken");
    }
    return PredictResponse.getDefaultInstance();
  }

  @ParameterizedTest
  @ValueSource(strings = {"m", "broken"})
  void anAnsweredRequestIsReadWholeAndGivenBack(String model) throws InterruptedException {
    PredictRequest request = request(model);
    ClientCall<PredictRequest, PredictResponse> call = begin();
    call.sendMessage(request);
    call.halfClose();

    assertThat(closed.poll(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(received.poll()).isEqualTo(request.getInputsOrThrow("x").getTensorContent());
    awaitAllGivenBack();
  }

  @Test
  void aCallCancelledBeforeItsEndGivesItsRequestBack() throws InterruptedException {
    ClientCall<PredictRequest, PredictResponse> call = begin();
    call.sendMessage(request("m"));
    // Else this test would pass for a request that never came.
    await("the request came").atMost(Duration.ofMinutes(1)).until(() -> held() >= IMAGE_BYTES);

    call.cancel("changed my mind", null);

    awaitAllGivenBack();
    assertThat(received).isEmpty();
  }

  @Test
  void aSecondMessageEndsTheCallAndBothAreGivenBack() throws InterruptedException {
    MethodDescriptor<PredictRequest, PredictResponse> streaming =
        PredictionServiceGrpc.getPredictMethod().toBuilder()
            .setType(MethodDescriptor.MethodType.CLIENT_STREAMING)
            .build();
    ClientCall<PredictRequest, PredictResponse> call = begin(streaming);
    call.sendMessage(request("m"));
    call.sendMessage(request("m"));
    call.halfClose();

    assertThat(closed.poll(10, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.INTERNAL);
    awaitAllGivenBack();
    assertThat(received).isEmpty();
  }

  private ClientCall<PredictRequest, PredictResponse> begin() {
    return begin(PredictionServiceGrpc.getPredictMethod());
  }

  private ClientCall<PredictRequest, PredictResponse> begin(
      MethodDescriptor<PredictRequest, PredictResponse> method) {
    ClientCall<PredictRequest, PredictResponse> call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            closed.add(status);
          }
        },
        new Metadata());
    call.request(2);
    return call;
  }

  private static PredictRequest request(String model) {
    byte[] content = new byte[IMAGE_BYTES];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31 + i / 251);
    }
    return PredictRequest.newBuilder()
        .setModelSpec(ModelSpec.newBuilder().setName(model).build())
        .putInputs(
            "x", TensorProto.newBuilder().setTensorContent(ByteString.copyFrom(content)).build())
        .build();
  }

  private static void awaitAllGivenBack() {
    await("all buffers are given back")
        .atMost(Duration.ofMinutes(1))
        .until(() -> held() < READ_BYTES);
  }

  private static long held() {
    return ConnectionBuffers.POOL.pinnedDirectMemory();
  }
}
