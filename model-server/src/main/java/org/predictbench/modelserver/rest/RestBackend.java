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

/** Answers the calls that REST has parsed. It throws to refuse a call. Thread-safe. */
public interface RestBackend {
  /** Answers in the typed fields, whatever the gRPC API is configured to do. */
  PredictResponse predict(PredictRequest request);

  ClassificationResponse classify(ClassificationRequest request);

  RegressionResponse regress(RegressionRequest request);

  GetModelMetadataResponse metadata(GetModelMetadataRequest request);

  GetModelStatusResponse status(GetModelStatusRequest request);

  /** Returns the inputs of a signature; an empty name means the default one. */
  SortedMap<String, TensorInfo> inputs(ModelSpec spec, String signatureName);

  /** Returns the status with which a failure is reported. */
  Status status(Throwable failure);

  /** Receives every call once it is answered. */
  void onAnswer(String model, String method, Status.Code code, long nanos);

  /** Returns the page for Prometheus. */
  String metricsPage();
}
