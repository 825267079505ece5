package org.predictbench.bench.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.predictbench.bench.files.InputException;
import org.predictbench.server.yaml.YamlMapping;

/** A mapping that a user wrote: what is wrong with it is an {@link InputException}. */
public final class YamlFields extends YamlMapping {
  public YamlFields(String place, JsonNode node) {
    super(place, node, InputException::new);
  }

  /**
   * Reads YAML without looking at its keys.
   *
   * @param source the file's name, for error messages
   */
  public static JsonNode parse(String source, String yaml) {
    return parse(source, yaml, InputException::new);
  }

  /** A tree, or maps and lists, as YAML that reads back to the same. */
  public static String write(Object tree) {
    try {
      return mapper().writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always writable", e);
    }
  }

  private static ObjectMapper mapper() {
    return YAMLMapper.builder()
        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
        .build();
  }
}
