package org.predictbench.modelserver.grpc;

import com.google.protobuf.Empty;
import com.google.protobuf.Int64Value;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.function.Function;
import org.predictbench.modelserver.metrics.ServingMetrics;
import org.predictbench.modelserver.predict.PredictionApi;
import org.predictbench.modelserver.request.RequestBytes;
import org.predictbench.modelserver.status.Statuses;
import org.predictbench.modelserver.versions.ModelManagement;
import org.predictbench.serving.MethodNames;
import org.predictbench.serving.RequestCount;
import org.predictbench.serving.diagnostics.DiagnosticsGrpc;
import org.predictbench.serving.diagnostics.TimeSessionRunRequest;
import org.predictbench.serving.full.ClassificationRequest;
import org.predictbench.serving.full.GetModelMetadataRequest;
import org.predictbench.serving.full.GetModelStatusRequest;
import org.predictbench.serving.full.ModelServiceGrpc;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.MultiInferenceRequest;
import org.predictbench.serving.full.PredictionServiceGrpc;
import org.predictbench.serving.full.RegressionRequest;
import org.predictbench.serving.full.ReloadConfigRequest;

/** Defines the services that every listener registers. */
public final class Services {
  private static final String ENTRY_POINT = "GRPC";

  private Services() {}

  public static ServerServiceDefinition prediction(PredictionApi api, ServingMetrics metrics) {
    return new UnaryService(PredictionServiceGrpc.SERVICE_NAME)
        .method(
            PredictionServiceGrpc.getPredictMethod(),
            RequestBytes::parsePredict,
            counted(
                MethodNames.PREDICT,
                request -> request.message().getModelSpec(),
                api::predict,
                metrics))
        .method(
            PredictionServiceGrpc.getClassifyMethod(),
            ClassificationRequest.parser(),
            counted(
                MethodNames.CLASSIFY, ClassificationRequest::getModelSpec, api::classify, metrics))
        .method(
            PredictionServiceGrpc.getRegressMethod(),
            RegressionRequest.parser(),
            counted(MethodNames.REGRESS, RegressionRequest::getModelSpec, api::regress, metrics))
        .method(
            PredictionServiceGrpc.getMultiInferenceMethod(),
            MultiInferenceRequest.parser(),
            api::multiInference)
        .method(
            PredictionServiceGrpc.getGetModelMetadataMethod(),
            GetModelMetadataRequest.parser(),
            api::metadata)
        .build();
  }

  public static ServerServiceDefinition model(ModelManagement management) {
    return new UnaryService(ModelServiceGrpc.SERVICE_NAME)
        .method(
            ModelServiceGrpc.getGetModelStatusMethod(),
            GetModelStatusRequest.parser(),
            management::status)
        .method(
            ModelServiceGrpc.getHandleReloadConfigRequestMethod(),
            ReloadConfigRequest.parser(),
            management::reload)
        .build();
  }

  public static ServerServiceDefinition diagnostics(SessionTimer timer, ServingMetrics metrics) {
    return new UnaryService(DiagnosticsGrpc.SERVICE_NAME)
        .method(
            DiagnosticsGrpc.getTimeSessionRunMethod(), TimeSessionRunRequest.parser(), timer::time)
        .method(RequestCount.METHOD, Empty.parser(), nothing -> Int64Value.of(metrics.requests()))
        .build();
  }

  private static <Q, R> UnaryService.Handler<Q, R> counted(
      String method,
      Function<Q, ModelSpec> spec,
      UnaryService.Handler<Q, R> handler,
      ServingMetrics metrics) {
    String api = MethodNames.bare(method);
    return request -> {
      long start = System.nanoTime();
      Status.Code code = Status.Code.OK;
      try {
        return handler.handle(request);
      } catch (RuntimeException | OutOfMemoryError e) {
        code = Statuses.of(e).getCode();
        throw e;
      } finally {
        String model = spec.apply(request).getName();
        metrics.onRequest(model, api, ENTRY_POINT, code, System.nanoTime() - start);
      }
    };
  }
}
