package org.predictbench.bench.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.predictbench.server.config.Kind;
import org.predictbench.server.config.ServerConfig;
import org.predictbench.server.config.ServerConfigs;
import org.predictbench.server.container.Manifests;
import org.predictbench.server.yaml.EnumNames;

/** A server config as a command line or manifest of TensorFlow Serving's own image. */
final class ServingElsewhere {
  private static final String NAME = "--model_name=";
  private static final String BASE_PATH = "--model_base_path=";

  private ServingElsewhere() {}

  /**
   * The text to print.
   *
   * @param arguments a config's name or file, then flags: the model's, and any to be added
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  static String print(String form, List<String> arguments) {
    Manifests manifest = manifest(form);
    if (arguments.isEmpty() || arguments.get(0).startsWith("-")) {
      throw new IllegalArgumentException(
          "--print %s needs a server config ('list servers') before the flags".formatted(form));
    }
    ServerConfig config = ServerConfigs.load(arguments.get(0));
    String name = null;
    String basePath = null;
    List<String> flags = new ArrayList<>(config.flags());
    for (String flag : arguments.subList(1, arguments.size())) {
      if (flag.startsWith(NAME)) {
        name = flag.substring(NAME.length());
      } else if (flag.startsWith(BASE_PATH)) {
        basePath = flag.substring(BASE_PATH.length());
      } else {
        flags.add(flag);
      }
    }
    if (name == null || basePath == null) {
      throw new IllegalArgumentException("--print needs %s and %s".formatted(NAME, BASE_PATH));
    }
    return manifest.of(contained(config).withFlags(flags), name, Path.of(basePath));
  }

  private static ServerConfig contained(ServerConfig config) {
    return config.kind() == Kind.EMBEDDED ? config.inContainer(ServerConfig.DEFAULT_IMAGE) : config;
  }

  private static Manifests manifest(String form) {
    return Arrays.stream(Manifests.values())
        .filter(manifest -> label(manifest).equals(form))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown form '%s'; known: %s"
                        .formatted(
                            form,
                            Arrays.stream(Manifests.values())
                                .map(ServingElsewhere::label)
                                .collect(Collectors.joining(", ")))));
  }

  private static String label(Manifests manifest) {
    return EnumNames.of(manifest);
  }
}
