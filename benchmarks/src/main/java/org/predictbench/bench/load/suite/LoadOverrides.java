package org.predictbench.bench.load.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.result.YamlFields;

/** Keys of a suite that are set on the command line. Not thread-safe. */
public final class LoadOverrides {
  private static final YAMLMapper YAML = new YAMLMapper();

  private final ObjectNode tree = YAML.createObjectNode();

  /**
   * Sets a key to what its text is in YAML; a dot leads into a mapping.
   *
   * @param value null to leave the suite's
   */
  public void put(String key, Object value) {
    if (value == null) {
      return;
    }
    int dot = key.indexOf('.');
    ObjectNode at = dot < 0 ? tree : tree.withObjectProperty(key.substring(0, dot));
    at.set(key.substring(dot + 1), yaml(key, value.toString()));
  }

  /** Sets a key to a list; none leaves the suite's. */
  public void putAll(String key, List<?> values) {
    if (!values.isEmpty()) {
      tree.set(key, YAML.valueToTree(values));
    }
  }

  private static JsonNode yaml(String key, String text) {
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InputException("%s: '%s' is no value".formatted(key, text), e);
    }
  }

  /** One cell in place of the suite's, if any option describes it. */
  public void cell(Map<String, String> client, String server) {
    if (client.isEmpty() && server == null) {
      return;
    }
    if (client.isEmpty() || server == null) {
      throw new InputException("--client and --server go together");
    }
    ObjectNode cell = tree.putArray("cells").addObject();
    cell.put("name", "cell");
    cell.put("server", server);
    ObjectNode axes = cell.putObject("client");
    client.forEach(axes::put);
  }

  public ObjectNode tree() {
    return tree;
  }

  /** Reads a duration as suites write it; null for null. */
  public static Duration duration(String option, String text) {
    if (text == null) {
      return null;
    }
    ObjectNode node = YAML.createObjectNode();
    node.put(option, text);
    return new YamlFields("command line", node).duration(option);
  }
}
