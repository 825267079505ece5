package org.predictbench.modelserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The REST API, to the letter. */
class RestConformanceTest {
  private final Target target = Target.shared();
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void needsAPort() {
    assumeTrue(target.rest().isPresent(), "no -Dpredictbench.rest");
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("answers")
  void answers(String path, String body, String answer) throws Exception {
    HttpResponse<String> response = post(path, body);

    assertThat(response.body()).isEqualTo(answer);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(
            "half_plus_two:predict",
            "{\"instances\": [1.0, 2.0, 5]}",
            "{\n    \"predictions\": [2.5, 3.0, 4.5\n    ]\n}"),
        Arguments.of(
            "half_plus_two/versions/123:predict",
            "{\"inputs\": {\"x\": [[1], [4.6]]}}",
            "{\n    \"outputs\": [\n        [\n            2.5\n        ],\n        [\n            4.3\n        ]\n    ]\n}"),
        Arguments.of(
            "matrix:predict",
            "{\"instances\": [[1, 2], [3, 4]]}",
            "{\n    \"predictions\": [[3.0, 3.0], [7.0, 7.0]\n    ]\n}"),
        Arguments.of(
            "defaults:predict",
            "{\"inputs\": {\"x\": [1, 2], \"a\": 3, \"b\": NaN}}",
            "{\n    \"outputs\": [\n        NaN,\n        NaN\n    ]\n}"),
        Arguments.of(
            "strings:predict",
            "{\"instances\": [\"a\\\"b\", {\"b64\": \"YQ==\"}]}",
            """
            {
                "predictions": [
                    {
                        "text": "a\\"b",
                        "text_bytes": {
                            "b64": "YSJi"
                        }
                    },
                    {
                        "text": "a",
                        "text_bytes": {
                            "b64": "YQ=="
                        }
                    }
                ]
            }"""),
        Arguments.of(
            "half_plus_two:regress",
            "{\"signature_name\": \"regress_x_to_y\", \"examples\": [{\"x\": 2.0}, {\"x\": [4.0]}]}",
            "{\n    \"results\": [3.0, 4.0]\n}"),
        Arguments.of(
            "half_plus_two:classify",
            "{\"signature_name\": \"classify_x_to_y\", \"context\": {\"x\": 2.0}, \"examples\": [{}]}",
            "{\n    \"results\": [[[\"half\", 3.0]]\n    ]\n}"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("refusals")
  void refuses(String path, String body, int status, String message) throws Exception {
    HttpResponse<String> response = post(path, body);

    assertThat(response.body())
        .isEqualTo(
            "{\n    \"error\": \""
                + message.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                + "\"\n}");
    assertThat(response.statusCode()).isEqualTo(status);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(
            "no:predict",
            "{\"instances\": [1]}",
            404,
            "Servable not found for request: Latest(no)"),
        refusal("matrix:foo", "{}", 400, "Malformed request: POST /v1/models/matrix:foo"),
        refusal("matrix:predict", "", 400, "JSON Parse error: The document is empty"),
        refusal("matrix:predict", "[1]", 400, "JSON Value: [1] Is not object"),
        refusal("matrix:predict", "{}", 400, "Missing 'inputs' or 'instances' key"),
        refusal(
            "matrix:predict",
            "{\"signature_name\": \"q\", \"instances\": [1]}",
            400,
            "Serving signature name: \"q\" not found in signature def"),
        refusal(
            "matrix:predict",
            "{\"instances\": [[1, \"a\"]]}",
            400,
            "Failed to process element: 0 of 'instances' list. Error: INVALID_ARGUMENT: JSON Value:"
                + " \"a\" Type: String is not of expected type: float"),
        refusal(
            "matrix:predict",
            "{\"instances\": [[1, 2], [3]]}",
            400,
            "Failed to process element: 1 of 'instances' list. Error: INVALID_ARGUMENT: Expecting"
                + " tensor size: 2 but got: 1"),
        refusal(
            "defaults:predict",
            "{\"inputs\": {\"x\": [1], \"a\": 1}}",
            400,
            "Missing named input: b in 'inputs' object."),
        refusal(
            "matrix:predict",
            "{\"signature_name\": \"with_sum\", \"instances\": [[1, 2]]}",
            400,
            "Tensor name: sum has no shape information "),
        refusal(
            "half_plus_two:regress",
            "{\"examples\": []}",
            400,
            "JSON Value: {\n    \"examples\": []\n} 'examples' value is an empty array"));
  }

  private static Arguments refusal(String path, String body, int status, String message) {
    return Arguments.of(path, body, status, message);
  }

  @Test
  void tellsStatusAndMetadata() throws Exception {
    assertThat(get("/v1/models/matrix").body())
        .isEqualTo(
            """
            {
             "model_version_status": [
              {
               "version": "1",
               "state": "AVAILABLE",
               "status": {
                "error_code": "OK",
                "error_message": ""
               }
              }
             ]
            }
            """);
    HttpResponse<String> metadata = get("/v1/models/half_plus_two/versions/123/metadata");
    assertThat(metadata.statusCode()).isEqualTo(200);
    assertThat(metadata.body())
        .startsWith("{\n\"model_spec\":{\n \"name\": \"half_plus_two\",\n")
        .contains("\n \"signature_name\": \"\"", "\n \"version\": \"123\"")
        .contains("\"metadata\": {\"signature_def\": {\n \"signature_def\": {");
    assertThat(get("/v1/models/no").statusCode()).isEqualTo(404);
  }

  @Test
  void answersElsewhereAsTheHttpLayerDoes() throws Exception {
    assertThat(get("/v1/foo").statusCode()).isEqualTo(400);
    assertThat(get("/v1/foo").body()).contains("Malformed request: GET /v1/foo");
    assertThat(get("/elsewhere").statusCode()).isEqualTo(404);
  }

  @Test
  void countsForPrometheus() throws Exception {
    var unused = post("matrix:predict", "{\"instances\": [[1, 2]]}");

    HttpResponse<String> page = get("/monitoring/prometheus/metrics");

    assumeTrue(page.statusCode() == 200, "the target does not export metrics");
    assertThat(page.body())
        .contains("# TYPE :tensorflow:serving:request_count counter")
        .containsPattern(
            ":tensorflow:serving:request_count\\{model_name=\"matrix\",status=\"OK\"\\} \\d+")
        .containsPattern(
            ":tensorflow:serving:request_latency_bucket\\{model_name=\"matrix\",API=\"predict\",entrypoint=\"REST\",le=\"\\+Inf\"\\} \\d+")
        .containsPattern(
            ":tensorflow:serving:runtime_latency_count\\{model_name=\"matrix\",API=\"Predict\",runtime=\"TF1\"\\} \\d+")
        .contains("le=\"10\"}", "le=\"18\"}", "le=\"32.4\"}");
  }

  @Test
  void otherOriginsMayCall() throws Exception {
    assumeTrue(target.embedded(), "whether it was started so is not known");

    HttpResponse<String> answer = post("half_plus_two:predict", "{\"instances\": [1.0]}");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");

    HttpRequest.Builder preflight =
        HttpRequest.newBuilder(
                URI.create(
                    "http://" + target.rest().orElseThrow() + "/v1/models/half_plus_two:predict"))
            .method("OPTIONS", BodyPublishers.noBody());
    HttpResponse<String> without = http.send(preflight.build(), BodyHandlers.ofString());
    assertThat(without.statusCode()).isEqualTo(400);
    HttpResponse<String> with =
        http.send(
            preflight.header("Origin", "https://page.example").build(), BodyHandlers.ofString());
    assertThat(with.statusCode()).isEqualTo(200);
    assertThat(with.headers().firstValue("Access-Control-Allow-Methods")).contains("POST, GET");
    assertThat(with.headers().firstValue("Access-Control-Allow-Headers")).contains("Content-Type");
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        request("/v1/models/" + path).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + target.rest().orElseThrow() + path));
  }
}
