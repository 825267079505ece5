package org.predictbench.bench.result;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.predictbench.bench.files.DidYouMean;
import org.predictbench.bench.files.InputException;

/** Finds suites: those shipped, by name, or any YAML file, by path. */
public final class Suites {
  private static final String FOLDER = "/suites/";

  private Suites() {}

  /** Names of the shipped suites, from an index since a jar's folders cannot be listed portably. */
  public static List<String> shipped() {
    return resource("index.txt").lines().filter(line -> !line.isBlank()).toList();
  }

  /**
   * Loads a shipped suite or a file.
   *
   * @throws InputException if there is neither, or the file is no valid suite
   */
  public static Suite load(String nameOrPath) {
    if (shipped().contains(nameOrPath)) {
      return SuiteYaml.read(nameOrPath + ".yaml", resource(nameOrPath + ".yaml"));
    }
    Path file = Path.of(nameOrPath);
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          "unknown suite '%s'%s; known: %s, or the path of a YAML file"
              .formatted(
                  nameOrPath,
                  DidYouMean.hint(nameOrPath, shipped()),
                  String.join(", ", shipped())));
    }
    try {
      return SuiteYaml.read(nameOrPath, Files.readString(file));
    } catch (IOException e) {
      throw new InputException("cannot read suite " + nameOrPath + ": " + e.getMessage(), e);
    }
  }

  /** What the author of a suite's file is to change in it, a line each; none for shipped ones. */
  public static List<String> notes(String nameOrPath) {
    if (shipped().contains(nameOrPath)) {
      return List.of();
    }
    try {
      return SuiteYaml.notes(nameOrPath, Files.readString(Path.of(nameOrPath)));
    } catch (IOException e) {
      throw new InputException("cannot read suite " + nameOrPath + ": " + e.getMessage(), e);
    }
  }

  /**
   * How the runs of a shipped suite are listed today, for runs that were made before suites said
   * so; nothing for other suites.
   */
  public static Listing listing(String suite) {
    return shipped().contains(suite)
        ? SuiteYaml.listing(suite + ".yaml", resource(suite + ".yaml"))
        : Listing.NONE;
  }

  /** The text of a file among the shipped suites. */
  public static String resource(String name) {
    try (InputStream in = Suites.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("resource missing from the jar: " + FOLDER + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
