package org.predictbench.bench.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.serving.MethodNames;
import org.predictbench.serving.full.ClassificationRequest;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictLog;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictionLog;
import org.predictbench.serving.full.RegressionRequest;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;

/** Calls through a proxy, and what is then in the file. */
class RecorderTest {
  private static final Limits MANY = new Limits(10_000, 1_000_000_000);
  private static final long ROOM = 100_000_000;

  @TempDir private Path folder;
  private AnyServer server;

  @BeforeEach
  void start() throws IOException {
    server = new AnyServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** One recording: proxy, sampler, recorder. */
  private final class Recording implements AutoCloseable {
    private final Path path = folder.resolve("r" + System.nanoTime());
    private final RecordFile file = RecordFile.open(path, false);
    private final Sampler sampler;
    private final Recorder recorder;
    private final Proxy proxy;
    private final ManagedChannel channel;

    Recording(Limits limits, double share, String model, boolean replies, int queued, long room) {
      SampleQueue queue = new SampleQueue(queued, room);
      recorder = new Recorder(file, limits, Optional.ofNullable(model), queue);
      sampler = new Sampler(queue, share, 42, replies, recorder::isRecording);
      proxy = Proxy.start(ProxyTest.loopback(), server.target(), sampler);
      channel = ProxyTest.channel(proxy.port());
    }

    Recording start() {
      recorder.start();
      return this;
    }

    void send(String method, byte[]... requests) throws Exception {
      send(method, CallOptions.DEFAULT, requests);
    }

    void send(String method, CallOptions options, byte[]... requests) throws Exception {
      List<CompletableFuture<RawCalls.Outcome>> calls = new ArrayList<>();
      for (byte[] request : requests) {
        calls.add(RawCalls.start(channel, method, options, new Metadata(), request));
      }
      for (CompletableFuture<RawCalls.Outcome> call : calls) {
        assertThat(call.get(30, TimeUnit.SECONDS).code()).isEqualTo(Status.Code.OK);
      }
    }

    /** Ends it; the records, parsed. */
    List<PredictionLog> end() throws IOException {
      close();
      List<PredictionLog> logs = new ArrayList<>();
      for (byte[] record : RecordFileTest.records(path)) {
        logs.add(PredictionLog.parseFrom(record));
      }
      return logs;
    }

    @Override
    public void close() {
      channel.shutdownNow();
      proxy.close();
      recorder.close();
    }
  }

  @Test
  void recordsAreTheRequestsAndNothingElse() throws Exception {
    PredictRequest predict = predict("m", "", 1000);
    ClassificationRequest classify =
        ClassificationRequest.newBuilder().setModelSpec(spec("c", "sig")).build();
    RegressionRequest regress = RegressionRequest.newBuilder().setModelSpec(spec("r", "")).build();
    Recording recording = new Recording(MANY, 1, null, false, 100, ROOM).start();
    recording.send(MethodNames.PREDICT, predict.toByteArray());
    recording.send(MethodNames.CLASSIFY, classify.toByteArray());
    recording.send(MethodNames.REGRESS, regress.toByteArray());
    recording.send(MethodNames.GET_MODEL_METADATA, new byte[] {1, 2, 3});

    List<PredictionLog> logs = recording.end();
    assertThat(logs)
        .extracting(PredictionLog::getPredictLog)
        .first()
        .isEqualTo(predictLog(predict));
    assertThat(logs.get(1).getClassifyLog().getRequest()).isEqualTo(classify);
    assertThat(logs.get(2).getRegressLog().getRequest()).isEqualTo(regress);
    assertThat(logs).hasSize(3).noneMatch(PredictionLog::hasLogMetadata);
    assertThat(recording.recorder.kinds())
        .isEqualTo(
            Map.of(
                new CallKind("Predict", "m", ""), 1L,
                new CallKind("Classify", "c", "sig"), 1L,
                new CallKind("Regress", "r", ""), 1L));
    assertThat(recording.sampler.calls()).isEqualTo(4);
    assertThat(recording.sampler.dropped()).isZero();
  }

  @Test
  void repliesAreRecordedOnRequest() throws Exception {
    Recording recording = new Recording(MANY, 1, null, true, 100, ROOM).start();
    // Answered with itself, which is a reply as far as anybody looks.
    byte[] request = predict("m", "", 10).toByteArray();
    recording.send(MethodNames.PREDICT, request);
    recording.close();
    byte[] record = RecordFileTest.records(recording.path).get(0);
    assertThat(record)
        .isEqualTo(PredictionLogs.record(MethodNames.PREDICT, request, Optional.of(request)));
    assertThat(PredictionLog.parseFrom(record).getPredictLog().hasResponse()).isTrue();
  }

  @Test
  void compressedRequestsAreRecordedUnpacked() throws Exception {
    PredictRequest request = predict("m", "", 40_000);
    Recording recording = new Recording(MANY, 1, null, false, 100, ROOM).start();
    byte[] bytes = request.toByteArray();
    byte[] even = bytes.length % 2 == 0 ? bytes : predict("m", "", 40_001).toByteArray();
    recording.send(MethodNames.PREDICT, CallOptions.DEFAULT.withCompression("gzip"), even);
    assertThat(server.wireSizes.get(0)).isLessThan(1000);
    assertThat(recording.end()).containsExactly(log(PredictRequest.parseFrom(even)));
  }

  /** A message that grows beyond what may be held is left out, whatever it claims to be. */
  @Test
  void whatUnpacksToMoreThanThereIsRoomForIsLeftOut() throws Exception {
    Recording recording = new Recording(MANY, 1, null, false, 100, 100_000).start();
    recording.send(
        MethodNames.PREDICT,
        CallOptions.DEFAULT.withCompression("gzip"),
        predict("m", "", 10_000_000).toByteArray(),
        predict("m", "", 10_000_001).toByteArray());
    recording.send(MethodNames.PREDICT, new byte[] {(byte) 0xff, 1});
    assertThat(recording.end()).isEmpty();
    assertThat(recording.recorder.state().unreadable() + recording.sampler.dropped()).isEqualTo(3);
  }

  @Test
  void failedCallsAreNotRecorded() throws Exception {
    Recording recording = new Recording(MANY, 1, null, false, 100, 1000).start();
    server.close();
    for (int i = 0; i < 20; i++) {
      RawCalls.call(recording.channel, MethodNames.PREDICT, predict("m", "", 300).toByteArray());
    }
    assertThat(recording.end()).isEmpty();
    // Their room was given back, or the fourth would have found none.
    assertThat(recording.sampler.dropped()).isZero();
  }

  @Test
  void aFullQueueDropsAndCountsAndHoldsNobodyUp() throws Exception {
    byte[] request = predict("m", "", 1000).toByteArray();
    // Nobody writes: what is in the queue stays there until the end.
    Recording byCount = new Recording(MANY, 1, null, false, 3, ROOM);
    Recording byBytes = new Recording(MANY, 1, null, false, 100, 3L * request.length + 10);
    for (Recording recording : List.of(byCount, byBytes)) {
      for (int i = 0; i < 10; i++) {
        recording.send(MethodNames.PREDICT, request);
      }
      assertThat(recording.sampler.dropped()).isEqualTo(7);
      assertThat(recording.start().end()).hasSize(3);
    }
  }

  @Test
  void aFullFileEndsTheRecordingAndNotTheCalls() throws Exception {
    byte[] request = predict("m", "", 1000).toByteArray();
    int record =
        PredictionLogs.record(MethodNames.PREDICT, request, Optional.empty()).length
            + RecordFile.OVERHEAD;
    for (Limits limits : List.of(new Limits(3, ROOM), new Limits(100, 3L * record + 1))) {
      Recording recording = new Recording(limits, 1, null, false, 100, ROOM).start();
      for (int i = 0; i < 10; i++) {
        recording.send(MethodNames.PREDICT, request);
      }
      assertThat(recording.end()).hasSize(3);
      assertThat(recording.recorder.state().end()).isPresent();
      assertThat(recording.recorder.state().failed()).isFalse();
    }
  }

  @Test
  void oneModelAloneOrAShareOfTheCalls() throws Exception {
    Recording filtered = new Recording(MANY, 1, "m", false, 1000, ROOM).start();
    filtered.send(
        MethodNames.PREDICT, predict("m", "", 5).toByteArray(), predict("n", "", 5).toByteArray());
    assertThat(filtered.end()).containsExactly(log(predict("m", "", 5)));

    Recording share = new Recording(MANY, 0.25, null, false, 1000, ROOM).start();
    byte[][] requests = new byte[400][];
    for (int i = 0; i < requests.length; i++) {
      requests[i] = predict("m", "", i).toByteArray();
    }
    share.send(MethodNames.PREDICT, requests);
    // By its seed, and within four standard deviations.
    assertThat(share.end()).hasSizeBetween(65, 135);
  }

  private static PredictionLog log(PredictRequest request) {
    return PredictionLog.newBuilder().setPredictLog(predictLog(request)).build();
  }

  private static PredictLog predictLog(PredictRequest request) {
    return PredictLog.newBuilder().setRequest(request).build();
  }

  private static ModelSpec spec(String model, String signature) {
    return ModelSpec.newBuilder()
        .setName(model)
        .setVersion(Int64Value.of(3))
        .setSignatureName(signature)
        .build();
  }

  /** A request with one tensor of so many bytes. */
  static PredictRequest predict(String model, String signature, int bytes) {
    return PredictRequest.newBuilder()
        .setModelSpec(spec(model, signature))
        .putInputs(
            "x",
            TensorProto.newBuilder()
                .setDtype(DataType.DT_INT8)
                .setTensorContent(ByteString.copyFrom(new byte[bytes]))
                .build())
        .build();
  }
}
