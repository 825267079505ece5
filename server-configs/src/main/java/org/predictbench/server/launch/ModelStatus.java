package org.predictbench.server.launch;

import java.util.OptionalLong;
import org.predictbench.server.config.ServerTarget;

/**
 * Asks a server for its model by GetModelStatus. Passed in by whoever speaks gRPC, since this
 * library does not.
 */
@FunctionalInterface
public interface ModelStatus {

  /** The highest version that is AVAILABLE; empty while there is none, or nobody answers. */
  OptionalLong availableVersion(ServerTarget target, String model);
}
