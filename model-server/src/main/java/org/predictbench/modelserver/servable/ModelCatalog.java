package org.predictbench.modelserver.servable;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.ModelSpec;

/**
 * Finds the servable that a request names. Thread-safe: readers see an immutable snapshot and never
 * wait for a model that is being loaded.
 */
public final class ModelCatalog {
  private volatile Map<String, NavigableMap<Long, ServableHandle>> models = Map.of();
  private volatile Map<String, Map<String, Long>> labels = Map.of();

  /**
   * Finds and holds the servable that a request names; the caller closes the handle after the call.
   *
   * @throws ServingException in TensorFlow Serving's words if there is none
   */
  public ServableHandle hold(boolean present, ModelSpec spec) {
    if (!present) {
      throw ServingException.invalid("Missing ModelSpec");
    }
    return hold(spec);
  }

  /** Does the same for callers that have checked that there is a spec. */
  public ServableHandle hold(ModelSpec spec) {
    String name = spec.getName();
    if (name.isEmpty()) {
      throw ServingException.invalid("ModelSpec has no name specified.");
    }
    return switch (spec.getVersionChoiceCase()) {
      case VERSION -> specific(name, spec.getVersion().getValue());
      case VERSION_LABEL -> specific(name, labelled(name, spec.getVersionLabel()));
      case VERSIONCHOICE_NOT_SET -> latest(name);
    };
  }

  /** Returns the version that a label is assigned to, if any. */
  public Optional<Long> version(String name, String label) {
    return Optional.ofNullable(labels.getOrDefault(name, Map.of()).get(label));
  }

  public void assignLabels(Map<String, Map<String, Long>> assigned) {
    labels = Map.copyOf(assigned);
  }

  /** Makes a loaded version available to calls. */
  public synchronized void publish(ServableHandle handle) {
    Servable servable = handle.servable();
    var changed = new TreeMap<>(models);
    var versions = new TreeMap<>(changed.getOrDefault(servable.name(), new TreeMap<>()));
    versions.put(servable.version(), handle);
    changed.put(servable.name(), versions);
    models = changed;
  }

  /** Hides the version from new calls; calls under way keep it. */
  public synchronized void withdraw(ServableHandle handle) {
    Servable servable = handle.servable();
    var changed = new TreeMap<>(models);
    var versions = new TreeMap<>(changed.getOrDefault(servable.name(), new TreeMap<>()));
    versions.remove(servable.version(), handle);
    if (versions.isEmpty()) {
      changed.remove(servable.name());
    } else {
      changed.put(servable.name(), versions);
    }
    models = changed;
  }

  private long labelled(String name, String label) {
    return version(name, label)
        .orElseThrow(
            () -> ServingException.invalid("Unrecognized servable version label: " + label));
  }

  private ServableHandle latest(String name) {
    while (true) {
      NavigableMap<Long, ServableHandle> versions = models.get(name);
      if (versions == null) {
        throw ServingException.notFound("Servable not found for request: Latest(" + name + ")");
      }
      ServableHandle handle = versions.lastEntry().getValue();
      // A handle that cannot be held was withdrawn since: look again.
      if (handle.tryHold()) {
        return handle;
      }
    }
  }

  private ServableHandle specific(String name, long version) {
    while (true) {
      NavigableMap<Long, ServableHandle> versions = models.get(name);
      ServableHandle handle = versions == null ? null : versions.get(version);
      if (handle == null) {
        throw ServingException.notFound(
            "Servable not found for request: Specific(" + name + ", " + version + ")");
      }
      if (handle.tryHold()) {
        return handle;
      }
    }
  }
}
