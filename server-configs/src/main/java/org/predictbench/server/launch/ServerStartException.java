package org.predictbench.server.launch;

import java.io.IOException;

/**
 * An embedded server died before it was ready, or did not get ready in time. No process is left.
 */
public final class ServerStartException extends IOException {

  public ServerStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
