package org.predictbench.modelserver.versions;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.predictbench.modelserver.FakeServable;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.status.ServingException;

/** Loads nothing, remembers what it was asked for, and fails where it is told to. */
final class FakeLoader implements VersionLoader {
  private final List<String> loads = new CopyOnWriteArrayList<>();
  private final Map<String, Servable> loaded = new ConcurrentHashMap<>();
  private final Set<String> broken = ConcurrentHashMap.newKeySet();
  private Runnable onLoad = () -> {};

  /** From now on this version fails, or loads again. */
  void setBroken(String key, boolean fails) {
    if (fails) {
      broken.add(key);
    } else {
      broken.remove(key);
    }
  }

  /** Runs on the loading thread, before each load. */
  void onLoad(Runnable task) {
    onLoad = task;
  }

  /** Every try so far, as {@code name/version}, in order. */
  List<String> loads() {
    return loads;
  }

  /** What was loaded last under {@code name/version}. */
  Servable loaded(String key) {
    return loaded.get(key);
  }

  @Override
  public Servable load(String name, VersionDirectory directory) throws IOException {
    String key = name + "/" + directory.version();
    loads.add(key);
    onLoad.run();
    if (broken.contains(key)) {
      throw ServingException.notFound("no graph in " + key);
    }
    Servable servable = FakeServable.of(name, directory.version());
    loaded.put(key, servable);
    return servable;
  }
}
