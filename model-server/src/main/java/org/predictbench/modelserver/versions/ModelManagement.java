package org.predictbench.modelserver.versions;

import io.grpc.Status;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.predictbench.modelserver.metrics.MetricRegistry;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.status.Statuses;
import org.predictbench.serving.full.GetModelStatusRequest;
import org.predictbench.serving.full.GetModelStatusResponse;
import org.predictbench.serving.full.Metric;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.ModelVersionStatus;
import org.predictbench.serving.full.ReloadConfigRequest;
import org.predictbench.serving.full.ReloadConfigResponse;

/** Answers ModelService. Thread-safe. */
public record ModelManagement(ServerCore core, VersionStates states, MetricRegistry metrics) {
  /** Returns the state of one version, or of all versions, the highest first. */
  public GetModelStatusResponse status(GetModelStatusRequest request) {
    if (!request.hasModelSpec()) {
      throw ServingException.invalid("Missing ModelSpec");
    }
    return GetModelStatusResponse.newBuilder()
        .addAllModelVersionStatus(find(request.getModelSpec()))
        .build();
  }

  /**
   * Finds the versions that the spec names. It ignores a label and returns all versions, as
   * TensorFlow Serving does.
   */
  private Collection<ModelVersionStatus> find(ModelSpec spec) {
    String name = spec.getName();
    if (spec.hasVersion()) {
      long version = spec.getVersion().getValue();
      return List.of(
          states
              .of(name, version)
              .orElseThrow(
                  () ->
                      ServingException.notFound(
                          "Could not find version " + version + " of model " + name)));
    }
    Collection<ModelVersionStatus> versions = states.of(name);
    if (versions.isEmpty()) {
      throw ServingException.notFound("Could not find any versions of model " + name);
    }
    return versions;
  }

  /** Applies the config and returns when its new models serve. */
  public ReloadConfigResponse reload(ReloadConfigRequest request) {
    if (!request.getConfig().hasModelConfigList()) {
      throw ServingException.invalid(
          "ServerModelConfig type not supported by HandleReloadConfigRequest. Only ModelConfigList"
              + " is currently supported");
    }
    Map<String, Long> before = new HashMap<>();
    request.getMetricNamesList().forEach(name -> before.put(name, metrics.value(name)));
    try {
      core.reload(request.getConfig());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServingException(Status.Code.CANCELLED, "The server is shutting down");
    }
    ReloadConfigResponse.Builder response =
        ReloadConfigResponse.newBuilder().setStatus(Statuses.toProto(Status.OK));
    before.forEach(
        (name, value) ->
            response.addMetric(
                Metric.newBuilder()
                    .setName(name)
                    .setInt64ValueIncrease(metrics.value(name) - value)));
    return response.build();
  }
}
