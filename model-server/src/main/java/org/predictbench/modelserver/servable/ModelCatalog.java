package org.predictbench.modelserver.servable;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.ModelSpec;

/**
 * What can be asked for now. Thread-safe: readers see an immutable snapshot and never wait for a
 * model that is being loaded.
 */
public final class ModelCatalog {
  private volatile Map<String, NavigableMap<Long, ServableHandle>> models = Map.of();
  private volatile Map<String, Map<String, Long>> labels = Map.of();

  /**
   * Finds what a request asks for; close the handle after the call.
   *
   * @throws ServingException with TensorFlow Serving's words if it is not there
   */
  public ServableHandle hold(boolean present, ModelSpec spec) {
    if (!present) {
      throw ServingException.invalid("Missing ModelSpec");
    }
    return hold(spec);
  }

  /** As the other, for callers that have checked that there is a spec. */
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

  /** The version a label stands for, if it is assigned. */
  public Optional<Long> version(String name, String label) {
    return Optional.ofNullable(labels.getOrDefault(name, Map.of()).get(label));
  }

  public void assignLabels(Map<String, Map<String, Long>> assigned) {
    labels = Map.copyOf(assigned);
  }

  /** Makes a loaded version answer. */
  public synchronized void publish(ServableHandle handle) {
    Servable servable = handle.servable();
    var changed = new TreeMap<>(models);
    var versions = new TreeMap<>(changed.getOrDefault(servable.name(), new TreeMap<>()));
    versions.put(servable.version(), handle);
    changed.put(servable.name(), versions);
    models = changed;
  }

  /** Nobody finds the version any more; the calls under way keep it. */
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
      // It can be on its way out only if it was withdrawn since: look again.
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
