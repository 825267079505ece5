package org.predictbench.modelserver.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which call of the backend a path becomes, and what its answer or refusal looks like. */
class RestApiTest {
  private final FakeBackend backend = new FakeBackend();
  private final RestApi api = new RestApi(backend, Optional.of("/metrics"));

  @Test
  void predictAnswersInTheFormOfTheRequest() {
    RestReply rows = post("/v1/models/m/versions/3:predict", "{\"instances\": [1.0, 2.0]}");

    assertThat(rows.httpStatus()).isEqualTo(200);
    assertThat(rows.contentType()).isEqualTo("application/json");
    assertThat(text(rows)).isEqualTo("{\n    \"predictions\": [1.0, 2.0\n    ]\n}");
    assertThat(backend.predicted.getModelSpec().getName()).isEqualTo("m");
    assertThat(backend.predicted.getModelSpec().getVersion().getValue()).isEqualTo(3);

    RestReply columns =
        post("/v1/models/m:predict", "{\"signature_name\": \"s\", \"inputs\": [1.0, 2.0]}");
    assertThat(text(columns))
        .isEqualTo("{\n    \"outputs\": [\n        1.0,\n        2.0\n    ]\n}");
    assertThat(backend.predicted.getModelSpec().getSignatureName()).isEqualTo("s");
  }

  @Test
  void classifyAndRegressCarryExamplesAndSignature() {
    String body = "{\"signature_name\": \"s\", \"examples\": [{\"x\": 1.5}]}";

    assertThat(text(post("/v1/models/m:classify", body))).contains("\"results\": [");
    assertThat(text(post("/v1/models/m:regress", body))).contains("\"results\": [");

    assertThat(backend.classified.getModelSpec().getSignatureName()).isEqualTo("s");
    assertThat(backend.classified.getInput()).isEqualTo(backend.regressed.getInput());
    assertThat(
            backend
                .regressed
                .getInput()
                .getExampleList()
                .getExamples(0)
                .getFeatures()
                .getFeatureOrThrow("x")
                .getFloatList()
                .getValueList())
        .containsExactly(1.5f);
  }

  @Test
  void everyCallOfTheApiIsReportedWithItsStatus() {
    post("/v1/models/m:predict", "{\"instances\": [1.0]}");
    post("/v1/models/m:predict", "no JSON");
    api.answer("GET", "/v1/models/m", Optional.empty(), new byte[0]);
    api.answer("GET", "/elsewhere", Optional.empty(), new byte[0]);

    assertThat(backend.answers)
        .containsExactly("m predict OK", "m predict INVALID_ARGUMENT", "m  OK");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /v1/models/m:predict | 400 | Malformed request: GET /v1/models/m:predict",
        "GET | /v1/models | 400 | Missing model name in request.",
        "POST | /v1/models/m:PREDICT | 400 | Malformed request: POST /v1/models/m:PREDICT",
        "POST | /v1/models/m:predict?a=b | 400 | Malformed request: POST /v1/models/m:predict?a=b",
        "POST | /v1/models/gone:predict | 404 | no such model",
        "POST | /v1/models/empty:predict | 400 | Failed to get input map for signature: DEFAULT",
      })
  void refusalsCarryTheStatusAndTheReason(String method, String path, int status, String reason) {
    RestReply reply =
        api.answer(method, path, Optional.empty(), "{\"instances\": [1.0]}".getBytes(UTF_8));

    assertThat(reply.httpStatus()).isEqualTo(status);
    assertThat(text(reply)).isEqualTo("{\n    \"error\": \"" + reason + "\"\n}");
  }

  @Test
  void otherPathsAreUnknownAndMetricsHaveTheirOwn() {
    assertThat(api.answer("GET", "/elsewhere", Optional.empty(), new byte[0]).httpStatus())
        .isEqualTo(404);
    RestReply metrics = api.answer("GET", "/metrics", Optional.empty(), new byte[0]);
    assertThat(metrics.contentType()).isEqualTo("text/plain");
    assertThat(text(metrics)).isEqualTo("a page");
    RestApi without = new RestApi(backend, Optional.empty());
    assertThat(without.answer("GET", "/metrics", Optional.empty(), new byte[0]).httpStatus())
        .isEqualTo(404);
  }

  @Test
  void aPreflightNeedsAnOrigin() {
    assertThat(preflight(Optional.of("https://a.example"))).isEqualTo(200);
    assertThat(preflight(Optional.of("a.example"))).isEqualTo(400);
    assertThat(preflight(Optional.empty())).isEqualTo(400);
  }

  private int preflight(Optional<String> origin) {
    return api.answer("OPTIONS", "/v1/models/m:predict", origin, new byte[0]).httpStatus();
  }

  private RestReply post(String path, String body) {
    return api.answer("POST", path, Optional.empty(), body.getBytes(UTF_8));
  }

  private static String text(RestReply reply) {
    return new String(reply.body(), UTF_8);
  }
}
