package org.predictbench.server.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.predictbench.server.config.Kind;
import org.predictbench.server.config.ServerConfig;
import org.predictbench.server.config.ServingFlags;

/**
 * What a config means as a container of {@code tensorflow/serving}: the one source of {@code docker
 * run}, Compose and Kubernetes. Within it paths and ports are always the same.
 *
 * @param environment of the server
 * @param flags of {@code tensorflow_model_server}
 * @param batching the text of the file at {@link #BATCHING_FILE}, if there is to be one
 */
record Container(
    String image,
    Map<String, String> environment,
    List<String> flags,
    Optional<String> batching,
    boolean rest) {

  /** The server itself: the image's own entry point would add flags. */
  static final String PROGRAM = "tensorflow_model_server";

  static final int GRPC_PORT = 8500;
  static final int REST_PORT = 8501;
  static final String BATCHING_FILE = "/config/batching.pbtxt";

  /**
   * Reads it off a config.
   *
   * @throws IllegalArgumentException if the config is of another kind
   */
  static Container of(ServerConfig config, String modelName) {
    if (config.kind() != Kind.DOCKER) {
      throw new IllegalArgumentException("server '" + config.name() + "' is not a container");
    }
    List<String> flags = new ArrayList<>();
    flags.add("--port=" + GRPC_PORT);
    flags.add("--rest_api_port=" + (config.listen().rest() ? REST_PORT : 0));
    flags.addAll(ServingFlags.of(config, modelName, modelFolder(modelName), BATCHING_FILE));
    return new Container(
        config.image().orElseThrow(),
        config.build().orElseThrow().environment(),
        List.copyOf(flags),
        config.batching().enabled()
            ? Optional.of(config.batching().parameters())
            : Optional.empty(),
        config.listen().rest());
  }

  /** Where the server finds the model. */
  static String modelFolder(String modelName) {
    return "/models/" + modelName;
  }

  /**
   * The arguments of {@code docker run}, from the ports on.
   *
   * @param ports published, such as {@code 127.0.0.1::8500}
   * @param batchingFile outside of the container, if it batches
   */
  List<String> runArguments(
      List<String> ports, String modelName, Path modelBasePath, Path batchingFile) {
    List<String> line = new ArrayList<>();
    ports.forEach(port -> line.addAll(List.of("--publish", port)));
    line.addAll(mount(modelBasePath, modelFolder(modelName)));
    if (batching.isPresent()) {
      line.addAll(mount(batchingFile, BATCHING_FILE));
    }
    environment.forEach((name, value) -> line.addAll(List.of("--env", name + "=" + value)));
    line.addAll(List.of("--entrypoint", PROGRAM, image));
    line.addAll(flags);
    return line;
  }

  private static List<String> mount(Path source, String target) {
    String path = source.toAbsolutePath().normalize().toString();
    if (path.contains(",") || path.contains("\"")) {
      throw new IllegalArgumentException("docker cannot mount a path with , or \": " + path);
    }
    return List.of("--mount", "type=bind,source=%s,target=%s,readonly".formatted(path, target));
  }
}
