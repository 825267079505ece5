package org.predictbench.modelserver.versions;

import io.grpc.Status;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.predictbench.modelserver.servable.ModelCatalog;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.ModelConfig;
import org.predictbench.serving.full.ModelConfigList;
import org.predictbench.serving.full.ModelServerConfig;
import org.predictbench.serving.full.ModelType;

/** Checks a ModelServerConfig. */
public final class ModelConfigs {
  private static final String TENSORFLOW = "tensorflow";
  private static final String LOCAL_SCHEME = "file://";

  private ModelConfigs() {}

  /** Returns the config that {@code --model_name} and {@code --model_base_path} stand for. */
  public static ModelServerConfig single(String name, String basePath) {
    return ModelServerConfig.newBuilder()
        .setModelConfigList(
            ModelConfigList.newBuilder()
                .addConfig(
                    ModelConfig.newBuilder()
                        .setName(name)
                        .setBasePath(localPath(basePath).toAbsolutePath().toString())
                        .setModelPlatform(TENSORFLOW)))
        .build();
  }

  /** Returns the path of a base path, which may be a URI of the scheme {@code file}. */
  static Path localPath(String basePath) {
    if (!basePath.startsWith(LOCAL_SCHEME)) {
      return Path.of(basePath);
    }
    int path = basePath.indexOf('/', LOCAL_SCHEME.length());
    return Path.of(path < 0 ? "" : basePath.substring(path));
  }

  /**
   * Checks a list by itself and against the one it replaces.
   *
   * @throws ServingException in TensorFlow Serving's words
   */
  public static void check(ModelConfigList before, ModelConfigList after) {
    Set<String> names = new HashSet<>();
    for (ModelConfig model : after.getConfigList()) {
      if (!names.add(model.getName())) {
        throw ServingException.invalid(
            "Illegal to list model " + model.getName() + " multiple times in config list");
      }
    }
    for (ModelConfig model : after.getConfigList()) {
      if (!localPath(model.getBasePath()).isAbsolute()) {
        throw ServingException.invalid(
            "Expected model %s to have an absolute path or URI; got base_path()=%s"
                .formatted(model.getName(), model.getBasePath()));
      }
    }
    Map<String, String> platforms = new HashMap<>();
    before.getConfigList().forEach(model -> platforms.put(model.getName(), platform(model)));
    for (ModelConfig model : after.getConfigList()) {
      String old = platforms.getOrDefault(model.getName(), platform(model));
      if (!old.equals(platform(model))) {
        throw ServingException.invalid(
            "Illegal to change a model's platform. For model %s platform was %s and new platform requested is %s"
                .formatted(model.getName(), old, platform(model)));
      }
    }
    for (ModelConfig model : after.getConfigList()) {
      if (!platform(model).equals(TENSORFLOW)) {
        throw ServingException.invalid(
            "Model %s requests unsupported platform %s"
                .formatted(model.getName(), platform(model)));
      }
    }
  }

  private static String platform(ModelConfig model) {
    if (model.getModelType() == ModelType.MODEL_TYPE_UNSPECIFIED) {
      if (model.getModelPlatform().isEmpty()) {
        throw ServingException.invalid(
            "Illegal setting neither ModelServerConfig::model_type (deprecated) nor"
                + " ModelServerConfig::model_platform, model name is "
                + model.getName());
      }
      return model.getModelPlatform();
    }
    if (!model.getModelPlatform().isEmpty()) {
      throw ServingException.invalid(
          "Illegal setting both ModelServerConfig::model_type (deprecated) and"
              + " ModelServerConfig::model_platform, model name is "
              + model.getName());
    }
    if (model.getModelType() != ModelType.TENSORFLOW) {
      throw ServingException.invalid(
          "ModelServerConfig::model_type choice " + model.getModelTypeValue() + " not supported.");
    }
    return TENSORFLOW;
  }

  /**
   * Returns the labels of all models.
   *
   * @param allowUnavailable whether an unused label may go to a version that does not serve yet
   * @throws ServingException if a label goes to a version that does not serve
   */
  static Map<String, Map<String, Long>> labels(
      ModelConfigList models,
      VersionStates states,
      ModelCatalog catalog,
      boolean allowUnavailable) {
    Map<String, Map<String, Long>> labels = new HashMap<>();
    for (ModelConfig model : models.getConfigList()) {
      model
          .getVersionLabelsMap()
          .forEach(
              (label, version) -> {
                boolean unused =
                    catalog.version(model.getName(), label).map(version::equals).orElse(true);
                if (!(allowUnavailable && unused)
                    && !states.isAvailable(model.getName(), version)) {
                  throw new ServingException(
                      Status.Code.FAILED_PRECONDITION,
                      "Request to assign label to version %d of model %s, which is not currently available for inference"
                          .formatted(version, model.getName()));
                }
              });
      labels.put(model.getName(), model.getVersionLabelsMap());
    }
    return labels;
  }
}
