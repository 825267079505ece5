package org.predictbench.modelserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.predictbench.modelserver.conformance.Requests.floats;
import static org.predictbench.modelserver.conformance.Requests.predict;
import static org.predictbench.modelserver.conformance.Requests.spec;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.predictbench.serving.full.PredictionServiceGrpc;

/** Sends whatever bytes it is given as a request. */
final class RawCalls {
  static final long ANSWER_SECONDS = 30;

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private final Target target;
  private final HttpClient http = HttpClient.newHttpClient();

  RawCalls(Target target) {
    this.target = target;
  }

  /** Fails if the server gives no answer. */
  Status.Code send(byte[] request) {
    MethodDescriptor<byte[], byte[]> method =
        PredictionServiceGrpc.getPredictMethod().toBuilder(BYTES, BYTES).build();
    try {
      var unused =
          ClientCalls.blockingUnaryCall(
              target.channel(),
              method,
              CallOptions.DEFAULT.withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS),
              request);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode())
          .as(e.getMessage())
          .isNotIn(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);
      return e.getStatus().getCode();
    }
  }

  /** The HTTP status of the answer to a POST. */
  int post(String path, byte[] body) {
    try {
      HttpResponse<Void> response =
          http.send(
              HttpRequest.newBuilder(URI.create("http://" + target.rest().orElseThrow() + path))
                  .timeout(Duration.ofSeconds(ANSWER_SECONDS))
                  .POST(BodyPublishers.ofByteArray(body))
                  .build(),
              BodyHandlers.discarding());
      return response.statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The server still answers others, and right. */
  void requireGoodAnswer() {
    assertThat(
            target
                .prediction()
                .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
                .predict(predict(spec("half_plus_two"), "x", floats(2)))
                .getOutputsOrThrow("y")
                .getFloatValList())
        .containsExactly(3f);
  }
}
