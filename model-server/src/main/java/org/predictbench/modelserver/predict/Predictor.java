package org.predictbench.modelserver.predict;

import com.google.protobuf.Int64Value;
import org.predictbench.modelserver.metrics.ServingMetrics;
import org.predictbench.modelserver.request.ReceivedPredict;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.session.TensorRunner;
import org.predictbench.modelserver.tensor.TensorEncoder;
import org.predictbench.serving.MethodNames;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;

/** Answers Predict. Thread-safe. */
public record Predictor(TensorEncoder encoder, ServingMetrics metrics, RunListener runListener) {
  private static final String API = MethodNames.bare(MethodNames.PREDICT);

  /**
   * Checks and decodes the request, runs the session and encodes the outputs.
   *
   * @throws ServingException if the request is refused
   */
  public PredictResponse predict(Servable servable, PredictRequest request) {
    return predict(servable, ReceivedPredict.whole(request));
  }

  /** Predicts from a request whose contents are still in the buffers that received them. */
  public PredictResponse predict(Servable servable, ReceivedPredict request) {
    try (SessionCall call = RequestChecker.prepare(servable, request)) {
      long start = System.nanoTime();
      try (TensorRunner.Outputs outputs = call.run()) {
        long end = System.nanoTime();
        runListener.onRun(start, end);
        metrics.onRun(servable.name(), API, end - start);
        return respond(request.message(), call, outputs);
      }
    }
  }

  /** Does everything that {@link #predict} does before the session runs. */
  public SessionCall prepare(Servable servable, PredictRequest request) {
    return RequestChecker.prepare(servable, ReceivedPredict.whole(request));
  }

  /** Does everything that {@link #predict} does after the session ran. */
  public PredictResponse respond(
      PredictRequest request, SessionCall call, TensorRunner.Outputs outputs) {
    PredictResponse.Builder response =
        PredictResponse.newBuilder()
            .setModelSpec(
                ModelSpec.newBuilder()
                    .setName(request.getModelSpec().getName())
                    .setVersion(Int64Value.of(call.servable().version()))
                    .setSignatureName(call.signature().key()));
    for (int i = 0; i < call.outputs().size(); i++) {
      response.putOutputs(call.outputs().get(i), encoder.encode(outputs.get(i)));
    }
    return response.build();
  }
}
