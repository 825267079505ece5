package org.predictbench.server.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.predictbench.server.config.ServerConfig;

/**
 * A server config as others start it: the flags that a benchmark ran with, carried into production.
 * Stateless and thread-safe.
 *
 * <p>Docker and Compose publish on this machine alone; Kubernetes within its cluster.
 */
public enum Manifests {
  /** A command line. */
  DOCKER {
    @Override
    public String of(ServerConfig config, String modelName, Path modelBasePath) {
      Container container = Container.of(config, modelName);
      List<String> words = new ArrayList<>(List.of("docker", "run", "--rm", "--init"));
      Path batching = Path.of("batching.pbtxt");
      words.addAll(container.runArguments(ports(container), modelName, modelBasePath, batching));
      String line = words.stream().map(Manifests::quoted).collect(Collectors.joining(" ")) + "\n";
      return container
          .batching()
          .map(text -> "cat > batching.pbtxt <<'END'\n" + text + "END\n" + line)
          .orElse(line);
    }
  },
  /** A Compose file. */
  COMPOSE {
    @Override
    public String of(ServerConfig config, String modelName, Path modelBasePath) {
      Container container = Container.of(config, modelName);
      Map<String, Object> service = new LinkedHashMap<>();
      service.put("image", container.image());
      service.put("init", true);
      service.put("entrypoint", List.of(Container.PROGRAM));
      service.put("command", container.flags());
      if (!container.environment().isEmpty()) {
        service.put("environment", container.environment());
      }
      service.put("ports", ports(container));
      service.put("volumes", List.of(bind(modelBasePath, Container.modelFolder(modelName))));
      Map<String, Object> file = new LinkedHashMap<>();
      if (container.batching().isPresent()) {
        service.put(
            "configs", List.of(Map.of("source", "batching", "target", Container.BATCHING_FILE)));
        file.put("configs", Map.of("batching", Map.of("content", container.batching().get())));
      }
      file.put("services", Map.of(SERVICE, service));
      return yaml(file);
    }
  },
  /**
   * A Deployment and its Service; the model comes from a volume claim named {@code models}, which
   * is the base path's parent. With threads inside an op given, as many processors are reserved.
   */
  KUBERNETES {
    @Override
    public String of(ServerConfig config, String modelName, Path modelBasePath) {
      return KubernetesManifest.of(config, modelName).stream()
          .map(Manifests::yaml)
          .collect(Collectors.joining("---\n"));
    }
  };

  static final String SERVICE = "model-server";

  /**
   * The text, ready to be used.
   *
   * @param config of kind docker
   * @param modelName the name clients ask for
   * @param modelBasePath the folder that holds the model's version folders
   * @throws IllegalArgumentException if the config is of another kind
   */
  public abstract String of(ServerConfig config, String modelName, Path modelBasePath);

  private static List<String> ports(Container container) {
    List<String> ports = new ArrayList<>(List.of(port(Container.GRPC_PORT)));
    if (container.rest()) {
      ports.add(port(Container.REST_PORT));
    }
    return ports;
  }

  private static String port(int number) {
    return "127.0.0.1:%1$d:%1$d".formatted(number);
  }

  private static Map<String, Object> bind(Path source, String target) {
    Map<String, Object> mount = new LinkedHashMap<>();
    mount.put("type", "bind");
    String path = source.toString();
    // Without a dot Compose takes it for the name of a volume.
    mount.put("source", source.isAbsolute() || path.startsWith(".") ? path : "./" + path);
    mount.put("target", target);
    mount.put("read_only", true);
    return mount;
  }

  private static String quoted(String word) {
    return word.matches("[\\w./:=@,%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static String yaml(Map<String, Object> document) {
    try {
      return YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .build()
          .writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps and lists are always writable", e);
    }
  }
}
