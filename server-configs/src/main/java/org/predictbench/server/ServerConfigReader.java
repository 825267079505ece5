package org.predictbench.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads one YAML document. Walks the tree by hand rather than binding it, so that every error is
 * one line that names the file, the key and what would be right.
 */
final class ServerConfigReader {

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final List<String> KEYS =
      List.of(
          "name",
          "description",
          "kind",
          "build",
          "image",
          "threads",
          "batching",
          "listen",
          "flags",
          "target");

  private final String file;
  private final int processors;

  /**
   * A reader for one document.
   *
   * @param file what errors call the document
   * @param processors what {@code auto} threads stand for
   */
  ServerConfigReader(String file, int processors) {
    this.file = file;
    this.processors = processors;
  }

  ServerConfig read(String yaml) {
    JsonNode root = parse(yaml);
    checkKeys(root, "", KEYS);
    JsonNode threads = section(root, "threads", "intra_op", "inter_op");
    Kind kind = oneOf(Kind.class, root, "kind").orElseThrow(() -> fail("key 'kind' is missing"));
    try {
      return new ServerConfig(
          text(root, "name").orElseThrow(() -> fail("key 'name' is missing")),
          text(root, "description").orElse(""),
          kind,
          build(root, kind),
          text(root, "image").or(() -> defaultImage(kind)),
          new Threads(count(threads, "threads", "intra_op"), count(threads, "threads", "inter_op")),
          batching(root),
          listen(root, kind),
          flags(root),
          text(root, "target").map(ServerTarget::parse));
    } catch (InvalidServerConfigException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw fail(e.getMessage());
    }
  }

  private Optional<Build> build(JsonNode root, Kind kind) {
    Optional<Build> build = oneOf(Build.class, root, "build");
    // An image is a build by itself.
    return kind == Kind.DOCKER ? build.or(() -> Optional.of(Build.NATIVE)) : build;
  }

  private static Optional<String> defaultImage(Kind kind) {
    return kind == Kind.DOCKER ? Optional.of(ServerConfig.DEFAULT_IMAGE) : Optional.empty();
  }

  private Batching batching(JsonNode root) {
    String name = "batching";
    JsonNode section =
        section(root, name, "enabled", "max_batch_size", "timeout_micros", "threads");
    return new Batching(
        flag(section, name, "enabled", false),
        count(section, name, "max_batch_size"),
        count(section, name, "timeout_micros"),
        count(section, name, "threads"));
  }

  private Listen listen(JsonNode root, Kind kind) {
    String name = "listen";
    JsonNode section = section(root, name, "tcp", "uds", "rest");
    return new Listen(
        flag(section, name, "tcp", true),
        flag(section, name, "uds", kind != Kind.DOCKER),
        flag(section, name, "rest", false));
  }

  private List<String> flags(JsonNode root) {
    JsonNode value = root.path("flags");
    List<String> flags = new ArrayList<>();
    for (JsonNode flag : value) {
      flags.add(flag.asText());
    }
    if (!(value.isMissingNode() || value.isArray())
        || !flags.stream().allMatch(flag -> flag.startsWith("--"))) {
      throw fail("key 'flags' must be a list of flags such as --grpc_max_threads=4");
    }
    return flags;
  }

  private JsonNode parse(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      String problem = e.getOriginalMessage().lines().map(String::strip).findFirst().orElse("?");
      throw fail("line " + line + " is not YAML: " + problem);
    }
  }

  private JsonNode section(JsonNode root, String key, String... known) {
    JsonNode section = root.path(key);
    if (!section.isMissingNode()) {
      checkKeys(section, key + ".", List.of(known));
    }
    return section;
  }

  private void checkKeys(JsonNode node, String prefix, List<String> known) {
    if (!node.isObject()) {
      String what = prefix.isEmpty() ? "the file" : "'" + prefix.replace(".", "") + "'";
      throw fail(what + " must hold keys and values; known keys: " + String.join(", ", known));
    }
    Consumer<String> check =
        key -> {
          if (!known.contains(key)) {
            String keys = String.join(", ", known);
            throw fail("unknown key '" + prefix + key + "'; known keys: " + keys);
          }
        };
    node.fieldNames().forEachRemaining(check);
  }

  private Optional<String> text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isValueNode() || value.isNull()) {
      throw fail("key '" + key + "' must be text");
    }
    return Optional.of(value.asText());
  }

  private <E extends Enum<E>> Optional<E> oneOf(Class<E> type, JsonNode node, String key) {
    return text(node, key)
        .map(
            text ->
                Arrays.stream(type.getEnumConstants())
                    .filter(constant -> label(constant).equals(text))
                    .findFirst()
                    .orElseThrow(() -> unknownValue(type, key, text)));
  }

  private <E extends Enum<E>> InvalidServerConfigException unknownValue(
      Class<E> type, String key, String text) {
    String known =
        Arrays.stream(type.getEnumConstants())
            .map(ServerConfigReader::label)
            .collect(Collectors.joining(", "));
    return fail("unknown " + key + " '" + text + "'; known: " + known);
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private int count(JsonNode section, String name, String key) {
    JsonNode value = section.path(key);
    if (value.isMissingNode()) {
      return 0;
    }
    boolean threads = !key.equals("max_batch_size") && !key.equals("timeout_micros");
    if (threads && value.isTextual() && value.textValue().equals("auto")) {
      return processors;
    }
    if (!value.isInt() || value.intValue() < 0) {
      String allowed = threads ? "auto, 0 or a positive number" : "0 or a positive number";
      throw fail("key '" + name + "." + key + "' must be " + allowed + ", not " + value);
    }
    return value.intValue();
  }

  private boolean flag(JsonNode section, String name, String key, boolean otherwise) {
    JsonNode value = section.path(key);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw fail("key '" + name + "." + key + "' must be true or false, not " + value);
    }
    return value.asBoolean(otherwise);
  }

  private InvalidServerConfigException fail(String problem) {
    return new InvalidServerConfigException(file + ": " + problem);
  }
}
