package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.predictbench.client.http2.ScriptedServer.data;
import static org.predictbench.client.http2.ScriptedServer.frame;
import static org.predictbench.client.http2.ScriptedServer.headers;

import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;

/** Header blocks with and without a table, and with changes of its size: RFC 7541, 4.2 and 6.3. */
@ParameterizedClass
@EnumSource(OwnClient.class)
@Timeout(30)
class HeaderTablesTest {
  @Parameter OwnClient own;

  /** {@code :status 200}, of the static table. */
  private static final int STATUS_200 = 0x88;

  /** A literal that enters the table. */
  private static final int INDEXED_LITERAL = 0x40;

  /** The first two of the dynamic table, the later one first. */
  private static final int[] SECOND_AND_FIRST = {0x80 | 63, 0x80 | 62};

  /** A server that never saw our settings, or heeds them at once, or changes its mind. */
  @ParameterizedTest
  @ValueSource(strings = {"", "20", "3fe11f", "203fe11f", "3f813f20"})
  void aTableMayShrinkAndGrowWithinTheLimit(String sizes) throws Exception {
    byte[] updates = HexFormat.of().parseHex(sizes);
    boolean allowed = !sizes.startsWith("3f81");
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  while (true) {
                    int stream = peer.awaitRequest();
                    ByteArrayOutputStream block = new ByteArrayOutputStream();
                    block.writeBytes(updates);
                    block.write(STATUS_200);
                    field(block, 0, "content-type", "application/grpc");
                    field(block, 0, "grpc-status", "4");
                    peer.send(whole(stream, block));
                  }
                });
        PredictClient client = own.to(server.target())) {
      for (int i = 0; i < 3; i++) {
        SocketClients.requireFailure(
            client, allowed ? Status.Code.DEADLINE_EXCEEDED : Status.Code.INTERNAL);
      }
    }
  }

  @Test
  void whatEnteredTheTableIsKnownInTheNextReply() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  int stream = peer.awaitRequest();
                  ByteArrayOutputStream first = new ByteArrayOutputStream();
                  first.write(STATUS_200);
                  field(first, INDEXED_LITERAL, "content-type", "application/grpc");
                  field(first, INDEXED_LITERAL, "grpc-status", "8");
                  peer.send(whole(stream, first));
                  while (true) {
                    stream = peer.awaitRequest();
                    ByteArrayOutputStream next = new ByteArrayOutputStream();
                    next.write(STATUS_200);
                    next.write(SECOND_AND_FIRST[0]);
                    next.write(SECOND_AND_FIRST[1]);
                    peer.send(whole(stream, next));
                  }
                });
        PredictClient client = own.to(server.target())) {
      for (int i = 0; i < 3; i++) {
        SocketClients.requireFailure(client, Status.Code.RESOURCE_EXHAUSTED);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** What a block of references says is remembered, but not beyond the next change of the table. */
  @Test
  void theSameReferencesMayComeToSayAnotherThing() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  for (String status : new String[] {"8", "5"}) {
                    int stream = peer.awaitRequest();
                    ByteArrayOutputStream first = new ByteArrayOutputStream();
                    first.write(STATUS_200);
                    field(first, INDEXED_LITERAL, "grpc-status", status);
                    peer.send(whole(stream, first));
                    for (int i = 0; i < 2; i++) {
                      stream = peer.awaitRequest();
                      ByteArrayOutputStream again = new ByteArrayOutputStream();
                      again.write(STATUS_200);
                      again.write(SECOND_AND_FIRST[1]);
                      peer.send(whole(stream, again));
                    }
                  }
                  peer.drain();
                });
        PredictClient client = own.to(server.target())) {
      for (Status.Code code :
          new Status.Code[] {Status.Code.RESOURCE_EXHAUSTED, Status.Code.NOT_FOUND}) {
        for (int i = 0; i < 3; i++) {
          SocketClients.requireFailure(client, code);
        }
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void theTableIsKeptInStepByHeadersOfOtherStreams() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  int stream = peer.awaitRequest();
                  ByteArrayOutputStream other = new ByteArrayOutputStream();
                  field(other, INDEXED_LITERAL, "grpc-status", "5");
                  peer.send(
                      frame(Http2.HEADERS, Http2.END_HEADERS, 99, other.toByteArray()),
                      headers(stream, 0, ":status", "200", "content-type", "application/grpc"),
                      data(stream, 0),
                      frame(
                          Http2.HEADERS,
                          Http2.END_HEADERS | Http2.END_STREAM,
                          stream,
                          (byte) SECOND_AND_FIRST[1]));
                  peer.drain();
                });
        PredictClient client = own.to(server.target())) {
      SocketClients.requireFailure(client, Status.Code.NOT_FOUND);
    }
  }

  /** By little blocks a server can describe a list of headers without end. */
  @Test
  void aBombOfHeadersIsRefused() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  int stream = peer.awaitRequest();
                  ByteArrayOutputStream block = new ByteArrayOutputStream();
                  field(block, INDEXED_LITERAL, "x", "y".repeat(126));
                  for (int i = 0; i < 10_000; i++) {
                    block.write(SECOND_AND_FIRST[1]);
                  }
                  peer.send(whole(stream, block));
                  peer.drain();
                });
        PredictClient client = own.to(server.target())) {
      PredictException failure = SocketClients.failure(client, SocketClients.ONE);
      assertThat(failure).hasMessage("the reply's headers are too long");
      assertThat(failure.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
  }

  private static byte[] whole(int stream, ByteArrayOutputStream block) {
    return frame(Http2.HEADERS, Http2.END_HEADERS | Http2.END_STREAM, stream, block.toByteArray());
  }

  private static void field(ByteArrayOutputStream block, int kind, String name, String value) {
    block.write(kind);
    for (String text : new String[] {name, value}) {
      block.write(text.length());
      block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
