package org.predictbench.modelserver;

import io.grpc.ServerServiceDefinition;
import org.predictbench.serving.diagnostics.DiagnosticsGrpc;
import org.predictbench.serving.diagnostics.TimeSessionRunRequest;
import org.predictbench.serving.full.GetModelMetadataRequest;
import org.predictbench.serving.full.GetModelStatusRequest;
import org.predictbench.serving.full.GetModelStatusResponse;
import org.predictbench.serving.full.ModelServiceGrpc;
import org.predictbench.serving.full.ModelVersionStatus;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.PredictionServiceGrpc;
import org.predictbench.serving.full.StatusProto;

/** The services, as every listener registers them. */
final class Services {
  private Services() {}

  static ServerServiceDefinition prediction(
      UnaryService.Handler<PredictRequest, PredictResponse> predict, ModelMetadata metadata) {
    return new UnaryService(PredictionServiceGrpc.SERVICE_NAME)
        .method(PredictionServiceGrpc.getPredictMethod(), PredictRequest.parser(), predict)
        .method(
            PredictionServiceGrpc.getGetModelMetadataMethod(),
            GetModelMetadataRequest.parser(),
            metadata::metadata)
        .build();
  }

  static ServerServiceDefinition model(ServableLookup lookup) {
    return new UnaryService(ModelServiceGrpc.SERVICE_NAME)
        .method(
            ModelServiceGrpc.getGetModelStatusMethod(),
            GetModelStatusRequest.parser(),
            request -> available(lookup.findStatus(request.hasModelSpec(), request.getModelSpec())))
        .build();
  }

  static ServerServiceDefinition diagnostics(SessionTimer timer) {
    return new UnaryService(DiagnosticsGrpc.SERVICE_NAME)
        .method(
            DiagnosticsGrpc.getTimeSessionRunMethod(), TimeSessionRunRequest.parser(), timer::time)
        .build();
  }

  private static GetModelStatusResponse available(Servable servable) {
    return GetModelStatusResponse.newBuilder()
        .addModelVersionStatus(
            ModelVersionStatus.newBuilder()
                .setVersion(servable.version())
                .setState(ModelVersionStatus.State.AVAILABLE)
                .setStatus(StatusProto.getDefaultInstance()))
        .build();
  }
}
