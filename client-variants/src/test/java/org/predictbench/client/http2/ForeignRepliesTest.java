package org.predictbench.client.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.predictbench.client.http2.ScriptedServer.data;
import static org.predictbench.client.http2.ScriptedServer.headers;
import static org.predictbench.client.http2.ScriptedServer.reset;

import io.grpc.Status;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;

/** Answers that a proxy gives itself, with a page for humans instead of a status of gRPC. */
@ParameterizedClass
@EnumSource(OwnClient.class)
@Timeout(30)
class ForeignRepliesTest {
  @Parameter OwnClient own;

  private static final byte[] PAGE = "<html>no</html>".getBytes(US_ASCII);

  /** In how many frames such an answer may come, and how it may end. */
  enum Form {
    PAGE_THAT_ENDS_THE_STREAM {
      @Override
      void send(ScriptedServer.Peer peer, byte[] headers) throws IOException {
        peer.send(headers, data(1, 0, PAGE), data(1, Http2.END_STREAM, PAGE));
        peer.drain();
      }
    },
    EMPTY_END {
      @Override
      void send(ScriptedServer.Peer peer, byte[] headers) throws IOException {
        peer.send(headers, data(1, 0, PAGE), data(1, Http2.END_STREAM));
        peer.drain();
      }
    },
    HEADERS_ALONE {
      @Override
      void send(ScriptedServer.Peer peer, byte[] headers) throws IOException {
        headers[4] |= Http2.END_STREAM;
        peer.send(headers);
        peer.drain();
      }
    },
    CUT_OFF_BY_A_RESET {
      @Override
      void send(ScriptedServer.Peer peer, byte[] headers) throws IOException {
        peer.send(headers, data(1, 0, PAGE), reset(1, Http2.CANCEL));
        peer.drain();
      }
    },
    CUT_OFF_BY_A_CLOSE {
      @Override
      void send(ScriptedServer.Peer peer, byte[] headers) throws IOException {
        peer.send(headers, data(1, 0, PAGE));
        peer.drain();
      }
    },
    AFTER_AN_INTERIM_ANSWER {
      @Override
      void send(ScriptedServer.Peer peer, byte[] headers) throws IOException {
        peer.send(headers(1, 0, ":status", "103"), headers, data(1, Http2.END_STREAM, PAGE));
        peer.drain();
      }
    };

    abstract void send(ScriptedServer.Peer peer, byte[] headers) throws IOException;
  }

  @ParameterizedTest
  @CsvSource({
    "400, INTERNAL",
    "401, UNAUTHENTICATED",
    "403, PERMISSION_DENIED",
    "404, UNIMPLEMENTED",
    "413, UNKNOWN",
    "429, UNAVAILABLE",
    "500, UNKNOWN",
    "502, UNAVAILABLE",
    "503, UNAVAILABLE",
    "504, UNAVAILABLE",
    "200, UNKNOWN",
    "302, UNKNOWN"
  })
  void haveTheCodeThatGrpcMapsTheirStatusTo(String httpStatus, Status.Code code) throws Exception {
    require(Form.PAGE_THAT_ENDS_THE_STREAM, httpStatus, code);
  }

  @ParameterizedTest
  @EnumSource
  void areUnderstoodInEveryForm(Form form) throws Exception {
    require(form, "503", Status.Code.UNAVAILABLE);
  }

  private void require(Form form, String httpStatus, Status.Code code) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.awaitRequest();
                  form.send(
                      peer, headers(1, 0, ":status", httpStatus, "content-type", "text/html"));
                });
        PredictClient client = own.to(server.target())) {
      PredictException failure = SocketClients.failure(client, SocketClients.ONE);
      assertThat(failure)
          .hasMessage(
              "HTTP status %s and content type text/html, without a grpc-status"
                  .formatted(httpStatus));
      assertThat(failure.code()).isEqualTo(code);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aStatusOfGrpcCountsWhateverTheHttpStatus() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.awaitRequest();
                  peer.send(headers(1, Http2.END_STREAM, ":status", "503", "grpc-status", "7"));
                  peer.drain();
                });
        PredictClient client = own.to(server.target())) {
      SocketClients.requireFailure(client, Status.Code.PERMISSION_DENIED);
    }
  }

  /**
   * As proxies do that are told to answer in gRPC's words: a status in the headers, then a body.
   */
  @Test
  void aStatusOfGrpcCountsAheadOfABody() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.awaitRequest();
                  peer.send(
                      headers(1, 0, ":status", "200", "grpc-status", "14", "grpc-message", "a%20b"),
                      data(1, Http2.END_STREAM));
                  peer.drain();
                });
        PredictClient client = own.to(server.target())) {
      PredictException failure = SocketClients.failure(client, SocketClients.ONE);
      assertThat(failure).hasMessage("a b");
      assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
    }
  }

  @Test
  void whatAStrangerSentFitsOnALine() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.awaitRequest();
                  peer.send(
                      headers(
                          1,
                          Http2.END_STREAM,
                          ":status",
                          "502",
                          "content-type",
                          "a\nb" + "c".repeat(120)));
                  peer.drain();
                });
        PredictClient client = own.to(server.target())) {
      assertThat(SocketClients.failure(client, SocketClients.ONE).getMessage())
          .contains("content type a?b" + "c".repeat(97) + ",");
    }
  }

  @Test
  void theConnectionServesTheNextCall() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                peer -> {
                  peer.greet();
                  peer.awaitRequest();
                  peer.send(
                      headers(1, 0, ":status", "429", "content-type", "text/html"),
                      data(1, Http2.END_STREAM, PAGE));
                  peer.serve();
                });
        PredictClient client = own.to(server.target())) {
      SocketClients.requireFailure(client, Status.Code.UNAVAILABLE);
      SocketClients.requireAnswer(client);
      assertThat(server.connections()).isEqualTo(1);
    }
  }
}
