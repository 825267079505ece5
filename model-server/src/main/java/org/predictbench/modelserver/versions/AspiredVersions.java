package org.predictbench.modelserver.versions;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.predictbench.serving.full.FileSystemStoragePathSourceConfig.ServableVersionPolicy;
import org.predictbench.serving.full.ModelConfig;

/** Chooses the versions in the file system that a model's version policy requests. */
final class AspiredVersions {
  private static final System.Logger LOG = System.getLogger(AspiredVersions.class.getName());

  private AspiredVersions() {}

  /**
   * Reads the file system and returns the versions to serve.
   *
   * @throws IOException if the base path is missing; then nothing is known, so nothing may be
   *     unloaded
   */
  static NavigableMap<Long, VersionDirectory> of(ModelConfig model) throws IOException {
    Path basePath = ModelConfigs.localPath(model.getBasePath());
    if (!Files.exists(basePath)) {
      throw new IOException(
          "Could not find base path %s for servable %s with error NOT_FOUND: %s not found"
              .formatted(basePath, model.getName(), basePath));
    }
    NavigableMap<Long, VersionDirectory> found = VersionDirectory.below(basePath);
    NavigableMap<Long, VersionDirectory> aspired = choose(model, found);
    if (aspired.isEmpty() && !isForNoVersion(model.getModelVersionPolicy())) {
      LOG.log(
          Level.WARNING,
          ("No versions of servable %s found under base path %s. Did you forget to name your leaf"
                  + " directory as a number (eg. '/1/')?")
              .formatted(model.getName(), basePath));
    }
    return aspired;
  }

  private static NavigableMap<Long, VersionDirectory> choose(
      ModelConfig model, NavigableMap<Long, VersionDirectory> found) {
    ServableVersionPolicy policy = model.getModelVersionPolicy();
    return switch (policy.getPolicyChoiceCase()) {
      case ALL -> found;
      case SPECIFIC -> specific(model.getName(), policy.getSpecific(), found);
      case LATEST, POLICYCHOICE_NOT_SET -> latest(policy.getLatest().getNumVersions(), found);
    };
  }

  private static NavigableMap<Long, VersionDirectory> latest(
      int count, NavigableMap<Long, VersionDirectory> found) {
    NavigableMap<Long, VersionDirectory> chosen = new TreeMap<>();
    found.descendingMap().entrySet().stream()
        .limit(Math.max(count, 1))
        .forEach(entry -> chosen.put(entry.getKey(), entry.getValue()));
    return chosen;
  }

  private static NavigableMap<Long, VersionDirectory> specific(
      String name,
      ServableVersionPolicy.Specific policy,
      NavigableMap<Long, VersionDirectory> found) {
    Set<Long> wanted = new HashSet<>(policy.getVersionsList());
    if (wanted.isEmpty()) {
      LOG.log(Level.WARNING, "No specific versions requested for servable " + name + ".");
    }
    NavigableMap<Long, VersionDirectory> chosen = new TreeMap<>(found);
    chosen.keySet().retainAll(wanted);
    wanted.removeAll(chosen.keySet());
    for (long missing : wanted) {
      LOG.log(
          Level.WARNING,
          ("Version %d of servable %s, which was requested to be served as a 'specific' version in"
                  + " the servable's version policy, was not found in the file system")
              .formatted(missing, name));
    }
    return chosen;
  }

  private static boolean isForNoVersion(ServableVersionPolicy policy) {
    return policy.hasSpecific() && policy.getSpecific().getVersionsCount() == 0;
  }
}
