package org.predictbench.modelserver.rest;

import io.grpc.Status;
import java.util.SortedMap;
import org.predictbench.modelserver.metrics.ServingMetrics;
import org.predictbench.modelserver.predict.PredictionApi;
import org.predictbench.modelserver.servable.ServableHandle;
import org.predictbench.modelserver.servable.ServableSignature;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.status.Statuses;
import org.predictbench.modelserver.versions.ModelManagement;
import org.predictbench.serving.full.ClassificationRequest;
import org.predictbench.serving.full.ClassificationResponse;
import org.predictbench.serving.full.GetModelMetadataRequest;
import org.predictbench.serving.full.GetModelMetadataResponse;
import org.predictbench.serving.full.GetModelStatusRequest;
import org.predictbench.serving.full.GetModelStatusResponse;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.RegressionRequest;
import org.predictbench.serving.full.RegressionResponse;
import org.tensorflow.proto.TensorInfo;

/** Connects the REST API to the models that gRPC serves too. Thread-safe. */
public record RestPredictions(PredictionApi api, ModelManagement management, ServingMetrics metrics)
    implements RestBackend {
  private static final String ENTRY_POINT = "REST";

  @Override
  public PredictResponse predict(PredictRequest request) {
    return api.predict(request);
  }

  @Override
  public ClassificationResponse classify(ClassificationRequest request) {
    return api.classify(request);
  }

  @Override
  public RegressionResponse regress(RegressionRequest request) {
    return api.regress(request);
  }

  @Override
  public GetModelMetadataResponse metadata(GetModelMetadataRequest request) {
    return api.metadata(request);
  }

  @Override
  public GetModelStatusResponse status(GetModelStatusRequest request) {
    return management.status(request);
  }

  @Override
  public SortedMap<String, TensorInfo> inputs(ModelSpec spec, String signatureName) {
    try (ServableHandle handle = api.catalog().hold(spec)) {
      String key = signatureName.isEmpty() ? ServableSignature.DEFAULT_KEY : signatureName;
      ServableSignature signature = handle.servable().signatures().get(key);
      if (signature == null) {
        throw ServingException.invalid(
            "Serving signature name: \"" + key + "\" not found in signature def");
      }
      return signature.inputs();
    }
  }

  @Override
  public Status status(Throwable failure) {
    return Statuses.of(failure);
  }

  @Override
  public void onAnswer(String model, String method, Status.Code code, long nanos) {
    metrics.onRequest(model, method, ENTRY_POINT, code, nanos);
  }

  @Override
  public String metricsPage() {
    return metrics.registry().prometheusPage();
  }
}
