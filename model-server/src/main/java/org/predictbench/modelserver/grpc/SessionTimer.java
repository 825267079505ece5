package org.predictbench.modelserver.grpc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.predictbench.modelserver.predict.Predictor;
import org.predictbench.modelserver.predict.SessionCall;
import org.predictbench.modelserver.servable.ModelCatalog;
import org.predictbench.modelserver.servable.ServableHandle;
import org.predictbench.modelserver.session.TensorRunner;
import org.predictbench.serving.diagnostics.TimeSessionRunRequest;
import org.predictbench.serving.diagnostics.TimeSessionRunResponse;
import org.predictbench.serving.full.PredictRequest;

/**
 * Times the {@link SessionCall} of a request alone, which is the least that a Predict call costs.
 */
public final class SessionTimer {
  private final ModelCatalog catalog;
  private final Predictor predictor;
  private final LongSupplier nanoTime;

  public SessionTimer(ModelCatalog catalog, Predictor predictor, LongSupplier nanoTime) {
    this.catalog = catalog;
    this.predictor = predictor;
    this.nanoTime = nanoTime;
  }

  /**
   * Decodes the request once; then each caller runs it through the warm-up and the measured period,
   * at least once in each.
   */
  TimeSessionRunResponse time(TimeSessionRunRequest request) {
    TimeSessionRunResponse.Builder response = TimeSessionRunResponse.newBuilder();
    PredictRequest predict = request.getRequest();
    int callers = Math.max(1, request.getCallers());
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try (ServableHandle handle = catalog.hold(predict.hasModelSpec(), predict.getModelSpec());
        SessionCall call = predictor.prepare(handle.servable(), predict)) {
      AtomicInteger measuring = new AtomicInteger(callers);
      List<Future<List<Long>>> runs = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        runs.add(threads.submit(() -> timeRuns(request, call, measuring)));
      }
      runs.forEach(caller -> response.addAllRunNanos(result(caller)));
      try (TensorRunner.Outputs outputs = call.run()) {
        response.setResponse(predictor.respond(predict, call, outputs));
      }
    } finally {
      threads.shutdown();
    }
    return response.build();
  }

  private List<Long> timeRuns(
      TimeSessionRunRequest request, SessionCall call, AtomicInteger measuring) {
    List<Long> nanos = new ArrayList<>();
    try {
      long warm = nanoTime.getAsLong();
      do {
        call.run().close();
      } while (nanoTime.getAsLong() - warm < request.getWarmupNanos());
      long begin = nanoTime.getAsLong();
      long end;
      do {
        long start = nanoTime.getAsLong();
        call.run().close();
        end = nanoTime.getAsLong();
        nanos.add(end - start);
      } while (end - begin < request.getMeasureNanos());
    } finally {
      measuring.decrementAndGet();
    }
    // Runs on uncounted, so that the last callers to measure do not have the machine to themselves.
    while (measuring.get() > 0) {
      call.run().close();
    }
    return nanos;
  }

  private static List<Long> result(Future<List<Long>> caller) {
    try {
      return caller.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while timing", e);
    }
  }
}
