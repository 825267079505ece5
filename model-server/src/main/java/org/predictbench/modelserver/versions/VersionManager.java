package org.predictbench.modelserver.versions;

import io.grpc.Status;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.predictbench.modelserver.process.DaemonThreads;
import org.predictbench.modelserver.servable.ModelCatalog;
import org.predictbench.modelserver.servable.ServableHandle;
import org.predictbench.modelserver.status.Statuses;
import org.predictbench.serving.full.ModelConfig;
import org.predictbench.serving.full.ModelVersionStatus.State;

/**
 * Loads and unloads versions until those loaded are those in the file system. A version that is no
 * longer requested is unloaded only once a requested one serves. Thread-safe.
 */
public final class VersionManager implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(VersionManager.class.getName());

  private final VersionLoader loader;
  private final ModelCatalog catalog;
  private final VersionStates states;
  private final Map<String, NavigableMap<Long, ServableHandle>> loaded = new HashMap<>();
  private final Map<String, Set<Long>> failed = new HashMap<>();

  /**
   * Unloads on a thread of its own, so that a long call delays neither polling nor the next swap.
   */
  private final ExecutorService unloading =
      Executors.newSingleThreadExecutor(DaemonThreads.named("unload"));

  public VersionManager(VersionLoader loader, ModelCatalog catalog, VersionStates states) {
    this.loader = loader;
    this.catalog = catalog;
    this.states = states;
  }

  /**
   * Loads and unloads what the models request. It returns when that is done, but does not wait for
   * calls under way on old versions.
   *
   * @param threads how many versions are loaded at a time
   * @throws IOException if a base path is missing; then nothing changes
   */
  synchronized void reconcile(List<ModelConfig> models, int threads) throws IOException {
    Map<String, NavigableMap<Long, VersionDirectory>> aspired = new TreeMap<>();
    for (ModelConfig model : models) {
      aspired.put(model.getName(), AspiredVersions.of(model));
    }
    forgetFailures(aspired);
    loadMissing(aspired, threads);
    Set<String> names = new HashSet<>(loaded.keySet());
    names.forEach(name -> unloadSurplus(name, aspired.getOrDefault(name, new TreeMap<>())));
  }

  private void forgetFailures(Map<String, NavigableMap<Long, VersionDirectory>> aspired) {
    failed.forEach(
        (name, versions) ->
            versions.retainAll(aspired.getOrDefault(name, new TreeMap<>()).keySet()));
  }

  private void loadMissing(Map<String, NavigableMap<Long, VersionDirectory>> aspired, int threads) {
    List<Runnable> loads = new ArrayList<>();
    aspired.forEach(
        (name, versions) ->
            versions.descendingMap().values().stream()
                .filter(directory -> !isKnown(name, directory.version()))
                .forEach(
                    directory -> {
                      states.set(name, directory.version(), State.START);
                      loads.add(() -> load(name, directory));
                    }));
    if (threads == 1 || loads.size() == 1) {
      loads.forEach(Runnable::run);
      return;
    }
    ExecutorService loading =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(threads, loads.size())), DaemonThreads.named("load"));
    try {
      CompletableFuture.allOf(
              loads.stream()
                  .map(load -> CompletableFuture.runAsync(load, loading))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
    } finally {
      loading.shutdown();
    }
  }

  private boolean isKnown(String name, long version) {
    return loaded.getOrDefault(name, new TreeMap<>()).containsKey(version)
        || failed.getOrDefault(name, Set.of()).contains(version);
  }

  private void load(String name, VersionDirectory directory) {
    states.set(name, directory.version(), State.LOADING);
    try {
      ServableHandle handle = new ServableHandle(loader.load(name, directory));
      synchronized (loaded) {
        loaded.computeIfAbsent(name, key -> new TreeMap<>()).put(directory.version(), handle);
      }
      catalog.publish(handle);
      states.set(name, directory.version(), State.AVAILABLE);
      LOG.log(
          Level.INFO,
          "Successfully loaded servable version {name: %s version: %d}"
              .formatted(name, directory.version()));
    } catch (IOException | RuntimeException | Error e) {
      Status error = Statuses.of(e);
      synchronized (loaded) {
        failed.computeIfAbsent(name, key -> new HashSet<>()).add(directory.version());
      }
      LOG.log(
          Level.ERROR,
          "Loading servable: {name: %s version: %d} failed: %s"
              .formatted(name, directory.version(), Statuses.describe(e)));
      states.fail(name, directory.version(), error);
    }
  }

  private void unloadSurplus(String name, NavigableMap<Long, VersionDirectory> aspired) {
    NavigableMap<Long, ServableHandle> versions = loaded.get(name);
    boolean successorServes = aspired.keySet().stream().anyMatch(versions::containsKey);
    if (!aspired.isEmpty() && !successorServes) {
      return;
    }
    for (long version : List.copyOf(versions.keySet())) {
      if (!aspired.containsKey(version)) {
        unload(name, version, versions.remove(version));
      }
    }
    if (versions.isEmpty()) {
      loaded.remove(name);
    }
  }

  private void unload(String name, long version, ServableHandle handle) {
    catalog.withdraw(handle);
    states.set(name, version, State.UNLOADING);
    unloading.execute(
        () -> {
          try {
            handle.close();
            handle.awaitUnloaded();
            // The version may have been requested again since.
            states.replace(name, version, State.UNLOADING, State.END);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Ends the threads; loaded models stay until the process ends. */
  @Override
  public void close() {
    unloading.shutdownNow();
  }
}
