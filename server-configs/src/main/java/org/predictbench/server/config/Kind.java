package org.predictbench.server.config;

/** Who runs the server of a {@link ServerConfig}. */
public enum Kind {
  /** The model server that comes with this project, started as a process of its own. */
  EMBEDDED,
  /** TensorFlow Serving's own image, or one like it, started as a container. */
  DOCKER,
  /** A server that is running already and is only connected to. */
  EXTERNAL
}
