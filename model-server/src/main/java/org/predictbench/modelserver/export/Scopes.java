package org.predictbench.modelserver.export;

import java.util.HashMap;
import java.util.Map;
import org.tensorflow.op.Ops;

/**
 * Ops by slash-separated name. TensorFlow Java makes a scope's name unique each time it is opened;
 * here each is opened once and shared, so that names come out as given. Not thread-safe.
 */
final class Scopes {
  private final Map<String, Ops> open = new HashMap<>();

  Scopes(Ops root) {
    open.put("", root);
  }

  /** The ops that will name their next operation {@code path}. */
  Ops named(String path) {
    int slash = path.lastIndexOf('/');
    return scope(slash < 0 ? "" : path.substring(0, slash)).withName(path.substring(slash + 1));
  }

  private Ops scope(String path) {
    Ops known = open.get(path);
    if (known == null) {
      int slash = path.lastIndexOf('/');
      known =
          scope(slash < 0 ? "" : path.substring(0, slash)).withSubScope(path.substring(slash + 1));
      open.put(path, known);
    }
    return known;
  }
}
