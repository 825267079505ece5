package org.predictbench.modelserver.predict;

import org.predictbench.modelserver.request.ReceivedPredict;
import org.predictbench.modelserver.servable.ModelCatalog;
import org.predictbench.modelserver.servable.ServableHandle;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.ClassificationRequest;
import org.predictbench.serving.full.ClassificationResponse;
import org.predictbench.serving.full.GetModelMetadataRequest;
import org.predictbench.serving.full.GetModelMetadataResponse;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.MultiInferenceRequest;
import org.predictbench.serving.full.MultiInferenceResponse;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.RegressionRequest;
import org.predictbench.serving.full.RegressionResponse;

/**
 * Answers the calls of PredictionService, whether they come over gRPC or REST. A call holds its
 * servable while it runs. A refused call throws {@link ServingException}. Thread-safe.
 */
public record PredictionApi(ModelCatalog catalog, Predictor predictor, ExampleInference examples) {
  public PredictResponse predict(PredictRequest request) {
    return predict(ReceivedPredict.whole(request));
  }

  public PredictResponse predict(ReceivedPredict request) {
    PredictRequest message = request.message();
    try (ServableHandle handle = catalog.hold(message.hasModelSpec(), message.getModelSpec())) {
      return predictor.predict(handle.servable(), request);
    }
  }

  public ClassificationResponse classify(ClassificationRequest request) {
    try (ServableHandle handle = catalog.hold(request.hasModelSpec(), request.getModelSpec())) {
      return examples.classify(handle.servable(), request);
    }
  }

  public RegressionResponse regress(RegressionRequest request) {
    try (ServableHandle handle = catalog.hold(request.hasModelSpec(), request.getModelSpec())) {
      return examples.regress(handle.servable(), request);
    }
  }

  /** Runs all tasks on the version that the first task's spec names. */
  public MultiInferenceResponse multiInference(MultiInferenceRequest request) {
    ModelSpec first =
        request.getTasksCount() == 0
            ? ModelSpec.getDefaultInstance()
            : request.getTasks(0).getModelSpec();
    try (ServableHandle handle = catalog.hold(first)) {
      return examples.multi(handle.servable(), request);
    }
  }

  public GetModelMetadataResponse metadata(GetModelMetadataRequest request) {
    ModelMetadata.check(request);
    try (ServableHandle handle = catalog.hold(request.getModelSpec())) {
      return ModelMetadata.of(handle.servable());
    }
  }
}
