package org.predictbench.modelserver.rest;

import io.grpc.Status;
import java.util.SortedMap;
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

/** What answers once a REST call is read. Thread-safe; a refusal is thrown. */
public interface RestBackend {
  /** Answers in the typed fields, whatever the gRPC API is told to do. */
  PredictResponse predict(PredictRequest request);

  ClassificationResponse classify(ClassificationRequest request);

  RegressionResponse regress(RegressionRequest request);

  GetModelMetadataResponse metadata(GetModelMetadataRequest request);

  GetModelStatusResponse status(GetModelStatusRequest request);

  /** The inputs of a signature, the default one for an empty name. */
  SortedMap<String, TensorInfo> inputs(ModelSpec spec, String signatureName);

  /** What a failure means to the caller. */
  Status status(Throwable failure);

  /** Told of every call once it is answered. */
  void onAnswer(String model, String method, Status.Code code, long nanos);

  /** The page for Prometheus. */
  String metricsPage();
}
