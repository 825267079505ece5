package org.predictbench.modelserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.ClassificationRequest;
import org.predictbench.serving.full.GetModelMetadataRequest;
import org.predictbench.serving.full.GetModelStatusRequest;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.RegressionRequest;
import org.tensorflow.proto.TensorInfo;

/** Answers REST calls without regard to HTTP itself. Never throws. Thread-safe. */
final class RestApi {
  private final RestBackend backend;
  private final Optional<String> metricsPath;

  /**
   * Creates an API over a backend.
   *
   * @param metricsPath where Prometheus finds its page
   */
  RestApi(RestBackend backend, Optional<String> metricsPath) {
    this.backend = backend;
    this.metricsPath = metricsPath;
  }

  /**
   * Answers one call.
   *
   * @param path with its query, which no call of the API has
   * @param origin of a CORS preflight
   */
  RestReply answer(String httpMethod, String path, Optional<String> origin, byte[] body) {
    if (metricsPath.isPresent() && metricsPath.get().equals(path.split("[?#]", 2)[0])) {
      return metrics(path);
    }
    if (!RestPath.isApi(path)) {
      return RestReply.empty(404);
    }
    if (httpMethod.equals("OPTIONS")) {
      return preflight(origin);
    }
    return answerApi(httpMethod, path, body);
  }

  private RestReply metrics(String path) {
    boolean bare = path.equals(metricsPath.orElseThrow());
    String page =
        bare
            ? backend.metricsPage()
            : "Unexpected path: %s. Should be %s".formatted(path, metricsPath.orElseThrow());
    return new RestReply(bare ? 200 : 400, "text/plain", page.getBytes(StandardCharsets.UTF_8));
  }

  private static RestReply preflight(Optional<String> origin) {
    boolean present = origin.map(value -> value.matches(".*https?://.*")).orElse(false);
    return RestReply.empty(present ? 200 : 400);
  }

  private RestReply answerApi(String httpMethod, String path, byte[] body) {
    long start = System.nanoTime();
    String model = "";
    String verb = "";
    Status status = Status.OK;
    RestReply reply;
    try {
      RestPath call =
          RestPath.of(httpMethod, path)
              .orElseThrow(
                  () -> ServingException.invalid("Malformed request: " + httpMethod + " " + path));
      model = call.spec().getName();
      verb = call.verb();
      reply = RestReply.json(answer(call, body));
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      status = backend.status(e);
      reply = RestReply.error(status);
    }
    backend.onAnswer(model, verb, status.getCode(), System.nanoTime() - start);
    return reply;
  }

  private byte[] answer(RestPath call, byte[] body) {
    ModelSpec spec = call.spec();
    switch (call.verb()) {
      case "predict" -> {
        return predict(spec, body);
      }
      case "classify" -> {
        JsonNode json = JsonText.parseObject(body);
        return ResponseJson.classifications(
            backend
                .classify(
                    ClassificationRequest.newBuilder()
                        .setModelSpec(signed(spec, PredictJson.signatureName(json)))
                        .setInput(ExamplesJson.input(json))
                        .build())
                .getResult());
      }
      case "regress" -> {
        JsonNode json = JsonText.parseObject(body);
        return ResponseJson.regressions(
            backend
                .regress(
                    RegressionRequest.newBuilder()
                        .setModelSpec(signed(spec, PredictJson.signatureName(json)))
                        .setInput(ExamplesJson.input(json))
                        .build())
                .getResult());
      }
      case "metadata" -> {
        requireName(spec);
        return MessageJson.metadata(
            backend.metadata(
                GetModelMetadataRequest.newBuilder()
                    .setModelSpec(spec)
                    .addMetadataField("signature_def")
                    .build()));
      }
      default -> {
        requireName(spec);
        return MessageJson.status(
            backend.status(GetModelStatusRequest.newBuilder().setModelSpec(spec).build()));
      }
    }
  }

  private byte[] predict(ModelSpec spec, byte[] body) {
    JsonNode json = JsonText.parseObject(body);
    String signature = PredictJson.signatureName(json);
    SortedMap<String, TensorInfo> inputs = backend.inputs(spec, signature);
    if (inputs.isEmpty()) {
      throw ServingException.invalid(
          "Failed to get input map for signature: "
              + (signature.isEmpty() ? "DEFAULT" : signature));
    }
    PredictRequest.Builder request =
        PredictRequest.newBuilder().setModelSpec(signed(spec, signature));
    boolean rows = PredictJson.fill(json, inputs, request);
    PredictResponse response = backend.predict(request.build());
    return rows
        ? ResponseJson.rows(response.getOutputsMap())
        : ResponseJson.columns(response.getOutputsMap());
  }

  private static ModelSpec signed(ModelSpec spec, String signature) {
    return spec.toBuilder().setSignatureName(signature).build();
  }

  private static void requireName(ModelSpec spec) {
    if (spec.getName().isEmpty()) {
      throw ServingException.invalid("Missing model name in request.");
    }
  }
}
