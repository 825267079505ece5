package org.predictbench.modelserver.versions;

import java.io.IOException;
import org.predictbench.modelserver.servable.Servable;

/** Makes a version ready to serve: loaded, wrapped and warmed up. Thread-safe. */
@FunctionalInterface
public interface VersionLoader {
  /** Returns the version ready to serve; on failure nothing stays allocated. */
  Servable load(String name, VersionDirectory directory) throws IOException;
}
