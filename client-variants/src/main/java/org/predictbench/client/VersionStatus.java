package org.predictbench.client;

import io.grpc.Status;

/**
 * What a server says of one version of a model. Immutable.
 *
 * @param version the version's number
 * @param state where it is on its way from disk to memory and back
 * @param error OK, or why the version failed to load or to unload
 * @param message the server's text on the error; empty if there is none
 */
public record VersionStatus(long version, State state, Status.Code error, String message) {

  /** The states of GetModelStatus, in the order in which a version passes them. */
  public enum State {
    /** None that this library knows. */
    UNKNOWN,
    /** Seen by the server, which has not begun to load it. */
    START,
    LOADING,
    /** Loaded: calls of this version are served. */
    AVAILABLE,
    /** About to be unloaded: no longer served. */
    UNLOADING,
    /** Unloaded, or never loaded because of an error. */
    END
  }

  /** Whether calls of this version are served. */
  public boolean isAvailable() {
    return state == State.AVAILABLE;
  }
}
