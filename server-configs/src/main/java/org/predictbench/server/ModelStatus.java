package org.predictbench.server;

import java.util.OptionalLong;

/**
 * Asks a server for its model by GetModelStatus. Passed in by whoever speaks gRPC, since this
 * library does not.
 */
@FunctionalInterface
public interface ModelStatus {

  /** The highest version that is AVAILABLE; empty while there is none, or nobody answers. */
  OptionalLong availableVersion(ServerTarget target, String model);
}
