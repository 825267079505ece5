package org.predictbench.server.container;

import java.nio.file.Path;
import java.time.Duration;
import org.predictbench.server.config.ServerConfig;

/**
 * What a container is started from, apart from its {@link ServerConfig}. Immutable.
 *
 * @param program {@code docker}, or one with the same commands
 * @param modelName the name clients ask for
 * @param modelBasePath the folder that holds the model's version folders; mounted read-only
 * @param log where the server's stderr goes; replaced if it exists, and kept
 * @param readyWithin how long fetching the image and loading the model may take
 */
public record DockerSpec(
    String program, String modelName, Path modelBasePath, Path log, Duration readyWithin) {

  /** With {@code docker} from the PATH, and ten minutes to get ready: an image may be fetched. */
  public static DockerSpec of(String modelName, Path modelBasePath, Path log) {
    return new DockerSpec("docker", modelName, modelBasePath, log, Duration.ofMinutes(10));
  }
}
