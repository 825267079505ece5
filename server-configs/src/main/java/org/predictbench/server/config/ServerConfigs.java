package org.predictbench.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds server configs: those shipped, by name; those of {@link SpelledConfig}, by theirs; and any
 * other by the path of its YAML file.
 *
 * <p>In a file {@code threads} of {@code auto} become the number of processors as it is loaded.
 */
public final class ServerConfigs {

  private static final String FOLDER = "/servers/";

  private ServerConfigs() {}

  /** The names of the shipped configs, slowest builds first. */
  public static List<String> names() {
    // An index, since a class path inside a shaded jar cannot be listed like a folder.
    return resource("index.txt").lines().filter(line -> !line.isBlank()).toList();
  }

  /** All shipped configs, in the order of {@link #names}. */
  public static List<ServerConfig> shipped() {
    return names().stream().map(ServerConfigs::load).toList();
  }

  /**
   * Loads a shipped config by name, one whose name spells it, or a file by path; what ends in
   * {@code .yaml} or {@code .yml} or holds a slash is a path.
   *
   * @throws UnknownServerException if no shipped config has the name, or there is no such file
   * @throws InvalidServerConfigException if the file says what cannot be
   * @throws UncheckedIOException if the file cannot be read
   */
  public static ServerConfig load(String nameOrPath) {
    return load(nameOrPath, Runtime.getRuntime().availableProcessors());
  }

  static ServerConfig load(String nameOrPath, int processors) {
    if (nameOrPath.matches(".*(/.*|\\.ya?ml)")) {
      return new ServerConfigReader(nameOrPath, processors).read(file(nameOrPath));
    }
    if (!names().contains(nameOrPath)) {
      return SpelledConfig.parse(nameOrPath)
          .orElseThrow(() -> new UnknownServerException(nameOrPath, names()));
    }
    String file = nameOrPath + ".yaml";
    return new ServerConfigReader(file, processors).read(resource(file));
  }

  private static String file(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (NoSuchFileException e) {
      throw new UnknownServerException(path, names());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read server config " + path, e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = ServerConfigs.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks its resource " + FOLDER + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource " + FOLDER + name, e);
    }
  }
}
