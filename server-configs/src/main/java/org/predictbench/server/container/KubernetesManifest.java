package org.predictbench.server.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.predictbench.server.config.ServerConfig;

/** The documents that run a container in a cluster. */
final class KubernetesManifest {
  private static final String MODELS = "models";
  private static final String BATCHING = "batching";
  private static final String BATCHING_KEY = "batching.pbtxt";
  private static final Map<String, Object> LABELS = Map.of("app", Manifests.SERVICE);

  private KubernetesManifest() {}

  static List<Map<String, Object>> of(ServerConfig config, String modelName) {
    Container container = Container.of(config, modelName);
    List<Map<String, Object>> documents = new ArrayList<>();
    container
        .batching()
        .ifPresent(
            text ->
                documents.add(
                    document("v1", "ConfigMap", BATCHING, "data", Map.of(BATCHING_KEY, text))));
    Map<String, Object> template = new LinkedHashMap<>();
    template.put("metadata", Map.of("labels", LABELS));
    template.put("spec", pod(config, container));
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("replicas", 1);
    spec.put("selector", Map.of("matchLabels", LABELS));
    spec.put("template", template);
    documents.add(document("apps/v1", "Deployment", Manifests.SERVICE, "spec", spec));
    Map<String, Object> service = new LinkedHashMap<>();
    service.put("selector", LABELS);
    service.put("ports", ports(container, "port"));
    documents.add(document("v1", "Service", Manifests.SERVICE, "spec", service));
    return documents;
  }

  private static Map<String, Object> pod(ServerConfig config, Container container) {
    Map<String, Object> main = new LinkedHashMap<>();
    main.put("name", Manifests.SERVICE);
    main.put("image", container.image());
    main.put("command", List.of(Container.PROGRAM));
    List<String> flags = new ArrayList<>(container.flags());
    // Answers the readiness probe.
    flags.add("--enable_grpc_healthcheck_service");
    main.put("args", flags);
    List<Map<String, Object>> environment = new ArrayList<>();
    container
        .environment()
        .forEach((name, value) -> environment.add(pair("name", name, "value", value)));
    if (!environment.isEmpty()) {
      main.put("env", environment);
    }
    main.put("ports", ports(container, "containerPort"));
    main.put(
        "readinessProbe",
        Map.of("grpc", pair("port", Container.GRPC_PORT, "service", "PredictionService")));
    if (config.threads().intraOp() > 0) {
      Map<String, Object> processors = Map.of("cpu", Integer.toString(config.threads().intraOp()));
      main.put("resources", pair("requests", processors, "limits", processors));
    }
    List<Map<String, Object>> mounts = new ArrayList<>();
    List<Map<String, Object>> volumes = new ArrayList<>();
    Map<String, Object> claim = pair("claimName", MODELS, "readOnly", true);
    mounts.add(mount(MODELS, "/models"));
    volumes.add(pair("name", MODELS, "persistentVolumeClaim", claim));
    if (container.batching().isPresent()) {
      mounts.add(mount(BATCHING, "/config"));
      volumes.add(pair("name", BATCHING, "configMap", Map.of("name", BATCHING)));
    }
    main.put("volumeMounts", mounts);
    return pair("containers", List.of(main), "volumes", volumes);
  }

  private static Map<String, Object> mount(String volume, String path) {
    Map<String, Object> mount = pair("name", volume, "mountPath", path);
    mount.put("readOnly", true);
    return mount;
  }

  private static List<Map<String, Object>> ports(Container container, String key) {
    List<Map<String, Object>> ports = new ArrayList<>();
    ports.add(pair("name", "grpc", key, Container.GRPC_PORT));
    if (container.rest()) {
      ports.add(pair("name", "rest", key, Container.REST_PORT));
    }
    return ports;
  }

  private static Map<String, Object> document(
      String version, String kind, String name, String bodyKey, Object body) {
    Map<String, Object> document = pair("apiVersion", version, "kind", kind);
    document.put("metadata", Map.of("name", name));
    document.put(bodyKey, body);
    return document;
  }

  /** In this order, unlike {@link Map#of}. */
  private static Map<String, Object> pair(String key1, Object value1, String key2, Object value2) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key1, value1);
    map.put(key2, value2);
    return map;
  }
}
