package org.predictbench.bench.load.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.predictbench.bench.files.DidYouMean;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.result.Listing;
import org.predictbench.bench.result.Suites;
import org.predictbench.bench.result.YamlFields;

/** Finds load suites: those shipped, by name, or any YAML file, by path. */
public final class LoadSuites {
  private static final String FOLDER = "load/";

  private LoadSuites() {}

  public static List<String> shipped() {
    return Suites.resource(FOLDER + "index.txt").lines().filter(line -> !line.isBlank()).toList();
  }

  /** As {@link Suites#listing}, for load suites. */
  public static Listing listing(String suite) {
    return shipped().contains(suite)
        ? Listing.read(new YamlFields(suite, load(suite)))
        : Listing.NONE;
  }

  /** The question that a shipped suite asks. */
  public static String question(String name) {
    return load(name).path("question").asText();
  }

  /** A suite with what the user set and what its scenario adds, in which every key stands. */
  public static ObjectNode complete(String nameOrPath, ObjectNode overrides) {
    ObjectNode suite = load(nameOrPath);
    LoadSuiteYaml.merge(suite, overrides);
    return LoadSuiteYaml.complete(nameOrPath, suite);
  }

  /** A server config's file lies where the suite says it does, seen from the suite. */
  private static void resolveServer(JsonNode cell, Path suite) {
    if (cell instanceof ObjectNode fields && fields.path("server").asText().endsWith(".yaml")) {
      Path beside = suite.toAbsolutePath().resolveSibling(fields.get("server").asText());
      if (Files.isRegularFile(beside)) {
        fields.put("server", beside.toString());
      }
    }
  }

  /**
   * Loads a shipped suite or a file, as it is written.
   *
   * @throws InputException if there is neither
   */
  public static ObjectNode load(String nameOrPath) {
    if (shipped().contains(nameOrPath)) {
      String file = nameOrPath + ".yaml";
      return LoadSuiteYaml.parse(file, Suites.resource(FOLDER + file));
    }
    Path file = Path.of(nameOrPath);
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          "unknown load suite '%s'%s; known: %s, or the path of a YAML file"
              .formatted(
                  nameOrPath,
                  DidYouMean.hint(nameOrPath, shipped()),
                  String.join(", ", shipped())));
    }
    try {
      ObjectNode suite = LoadSuiteYaml.parse(nameOrPath, Files.readString(file));
      suite.path("cells").forEach(cell -> resolveServer(cell, file));
      return suite;
    } catch (IOException e) {
      throw new InputException("cannot read suite " + nameOrPath + ": " + e.getMessage(), e);
    }
  }
}
