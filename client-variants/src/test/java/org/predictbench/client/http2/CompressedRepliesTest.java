package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.predictbench.client.http2.ScriptedServer.data;
import static org.predictbench.client.http2.ScriptedServer.headers;
import static org.predictbench.client.http2.ScriptedServer.trailers;

import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;

/** Servers that compress although nobody offered it. */
@ParameterizedClass
@EnumSource(OwnClient.class)
@Timeout(30)
class CompressedRepliesTest {
  @Parameter OwnClient own;

  @Test
  void areReadIfTheyAreGzip() throws Exception {
    try (ScriptedServer server = answering("gzip", 1, gzip(sevens()));
        PredictClient client = own.to(server.target())) {
      assertThat(client.predict(SocketClients.ONE).floats("seven")).containsExactly(7, 7);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "snappy, the server compressed its reply by grpc-encoding snappy; this client reads gzip alone",
    "identity, the server compressed its reply by grpc-encoding identity; this client reads gzip"
        + " alone"
  })
  void areRefusedIfTheyAreNot(String encoding, String message) throws Exception {
    try (ScriptedServer server = answering(encoding, 1, gzip(sevens()));
        PredictClient client = own.to(server.target())) {
      requireInternal(client, message);
    }
  }

  @Test
  void areRefusedIfTheyAreBroken() throws Exception {
    byte[] whole = gzip(sevens());
    try (ScriptedServer server = answering("gzip", 1, Arrays.copyOf(whole, whole.length - 10));
        PredictClient client = own.to(server.target())) {
      requireInternal(
          client, "the reply is no gzip, as it says: Unexpected end of ZLIB input stream");
    }
  }

  private static void requireInternal(PredictClient client, String message) {
    PredictException failure = SocketClients.failure(client, SocketClients.ONE);
    assertThat(failure).hasMessage(message);
    assertThat(failure.code()).isEqualTo(Status.Code.INTERNAL);
  }

  @Test
  void ofEndlessZerosAreNotUnpacked() throws Exception {
    byte[] zeros = gzip(new byte[1 << 20]);
    assertThat(CompressedMessage.read("gzip", ByteBuffer.wrap(zeros), 1 << 20).remaining())
        .isEqualTo(1 << 20);
    assertThatExceptionOfType(PredictException.class)
        .isThrownBy(() -> CompressedMessage.read("gzip", ByteBuffer.wrap(zeros), (1 << 20) - 1))
        .withMessage("the reply is over 1048575 bytes once uncompressed")
        .satisfies(e -> assertThat(e.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
  }

  private static ScriptedServer answering(String encoding, int flag, byte[] message)
      throws IOException {
    ByteBuffer prefixed = ByteBuffer.allocate(5 + message.length);
    prefixed.put((byte) flag).putInt(message.length).put(message);
    return new ScriptedServer(
        peer -> {
          peer.greet();
          int stream = peer.awaitRequest();
          peer.send(
              headers(
                  stream,
                  0,
                  ":status",
                  "200",
                  "content-type",
                  "application/grpc",
                  "grpc-encoding",
                  encoding),
              data(stream, 0, prefixed.array()),
              trailers(stream, 0));
          peer.drain();
        });
  }

  private static byte[] sevens() {
    TensorProto.Builder sevens = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT);
    sevens.addFloatVal(7).addFloatVal(7).getTensorShapeBuilder().addDimBuilder().setSize(2);
    return PredictResponse.newBuilder().putOutputs("seven", sevens.build()).build().toByteArray();
  }

  private static byte[] gzip(byte[] message) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(message);
    }
    return compressed.toByteArray();
  }
}
