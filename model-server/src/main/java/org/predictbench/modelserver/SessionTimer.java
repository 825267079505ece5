package org.predictbench.modelserver;

import java.util.function.LongSupplier;
import org.predictbench.serving.diagnostics.TimeSessionRunRequest;
import org.predictbench.serving.diagnostics.TimeSessionRunResponse;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;

/** Times the {@link SessionCall} of a request by itself: the floor under every Predict. */
final class SessionTimer {
  private final ModelCatalog catalog;
  private final Predictor predictor;
  private final LongSupplier nanoTime;

  SessionTimer(ModelCatalog catalog, Predictor predictor, LongSupplier nanoTime) {
    this.catalog = catalog;
    this.predictor = predictor;
    this.nanoTime = nanoTime;
  }

  /** Decodes once, then runs for both periods; each period runs at least once. */
  TimeSessionRunResponse time(TimeSessionRunRequest request) {
    TimeSessionRunResponse.Builder response = TimeSessionRunResponse.newBuilder();
    PredictRequest predict = request.getRequest();
    try (ServableHandle handle = catalog.hold(predict.hasModelSpec(), predict.getModelSpec());
        SessionCall call = predictor.prepare(handle.servable(), predict)) {
      long warm = nanoTime.getAsLong();
      do {
        call.run().close();
      } while (nanoTime.getAsLong() - warm < request.getWarmupNanos());
      response.setResponse(measure(request, call, response));
    }
    return response.build();
  }

  private PredictResponse measure(
      TimeSessionRunRequest request, SessionCall call, TimeSessionRunResponse.Builder response) {
    long begin = nanoTime.getAsLong();
    while (true) {
      long start = nanoTime.getAsLong();
      try (TensorRunner.Outputs outputs = call.run()) {
        long end = nanoTime.getAsLong();
        response.addRunNanos(end - start);
        if (end - begin >= request.getMeasureNanos()) {
          return predictor.respond(request.getRequest(), call, outputs);
        }
      }
    }
  }
}
