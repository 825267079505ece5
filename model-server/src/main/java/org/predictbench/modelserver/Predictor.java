package org.predictbench.modelserver;

import com.google.protobuf.Int64Value;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.tensorflow.Result;

/** Answers Predict from one servable. Thread-safe. */
final class Predictor {
  private final String name;
  private final RequestChecker checker;
  private final TensorEncoder encoder;

  Predictor(Servable servable, TensorEncoder encoder) {
    name = servable.name();
    checker = new RequestChecker(servable);
    this.encoder = encoder;
  }

  /**
   * Checks, decodes, runs and encodes.
   *
   * @throws ServingException if the request is refused
   */
  PredictResponse predict(PredictRequest request) {
    try (SessionCall call = prepare(request);
        Result result = call.run()) {
      return respond(request, call, result);
    }
  }

  /** Requests for the other's servable go to it, all else comes here. */
  UnaryService.Handler<PredictRequest, PredictResponse> or(Predictor other) {
    return request ->
        request.getModelSpec().getName().equals(other.name)
            ? other.predict(request)
            : predict(request);
  }

  /** The first half of {@link #predict}: everything before the session runs. */
  SessionCall prepare(PredictRequest request) {
    return checker.prepare(request);
  }

  /** The last half of {@link #predict}: everything after the session ran. */
  PredictResponse respond(PredictRequest request, SessionCall call, Result result) {
    PredictResponse.Builder response =
        PredictResponse.newBuilder()
            .setModelSpec(
                ModelSpec.newBuilder()
                    .setName(request.getModelSpec().getName())
                    .setVersion(Int64Value.of(call.servable().version()))
                    .setSignatureName(call.signature().key()));
    for (int i = 0; i < call.outputs().size(); i++) {
      response.putOutputs(call.outputs().get(i), encoder.encode(result.get(i)));
    }
    return response.build();
  }
}
