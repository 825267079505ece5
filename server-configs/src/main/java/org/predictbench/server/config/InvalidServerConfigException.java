package org.predictbench.server.config;

/** A server config file that cannot be used; the message is one line and names the file. */
public final class InvalidServerConfigException extends IllegalArgumentException {

  InvalidServerConfigException(String message) {
    super(message);
  }
}
