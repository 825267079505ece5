package org.predictbench.modelserver.rest;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.status.Statuses;
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
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorInfo;

/** Answers a prediction with its own inputs, and remembers what came. */
final class FakeBackend implements RestBackend {
  final List<String> answers = new ArrayList<>();
  PredictRequest predicted;
  ClassificationRequest classified;
  RegressionRequest regressed;

  @Override
  public PredictResponse predict(PredictRequest request) {
    predicted = request;
    return PredictResponse.newBuilder().putAllOutputs(request.getInputsMap()).build();
  }

  @Override
  public ClassificationResponse classify(ClassificationRequest request) {
    classified = request;
    return ClassificationResponse.getDefaultInstance();
  }

  @Override
  public RegressionResponse regress(RegressionRequest request) {
    regressed = request;
    return RegressionResponse.getDefaultInstance();
  }

  @Override
  public GetModelMetadataResponse metadata(GetModelMetadataRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public GetModelStatusResponse status(GetModelStatusRequest request) {
    return GetModelStatusResponse.getDefaultInstance();
  }

  @Override
  public SortedMap<String, TensorInfo> inputs(ModelSpec spec, String signatureName) {
    SortedMap<String, TensorInfo> inputs = new TreeMap<>();
    if (spec.getName().equals("gone")) {
      throw ServingException.notFound("no such model");
    }
    if (!spec.getName().equals("empty")) {
      inputs.put("x", TensorInfo.newBuilder().setDtype(DataType.DT_FLOAT).build());
    }
    return inputs;
  }

  @Override
  public Status status(Throwable failure) {
    return Statuses.of(failure);
  }

  @Override
  public void onAnswer(String model, String method, Status.Code code, long nanos) {
    answers.add(model + " " + method + " " + code);
  }

  @Override
  public String metricsPage() {
    return "a page";
  }
}
