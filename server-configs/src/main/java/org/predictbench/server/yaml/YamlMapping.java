package org.predictbench.server.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One YAML mapping, read key by key; it remembers which keys were asked for and rejects the rest.
 * Walks the tree by hand rather than binding it, so that every error can say what would be right.
 * Not thread-safe.
 */
public class YamlMapping {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(us|ms|s|min)");

  private final String place;
  private final JsonNode node;
  private final Function<String, ? extends RuntimeException> failure;
  private final Set<String> known = new TreeSet<>();

  /**
   * Wraps a mapping.
   *
   * @param place what errors call it
   * @param failure makes the exception that every error is thrown as of its message
   */
  public YamlMapping(
      String place, JsonNode node, Function<String, ? extends RuntimeException> failure) {
    this.place = place;
    this.node = node;
    this.failure = failure;
    if (node == null || !node.isObject()) {
      throw failure.apply(place + ": expected keys and values");
    }
  }

  /** Parses a document, in which no key may appear twice. */
  public static JsonNode parse(
      String place, String yaml, Function<String, ? extends RuntimeException> failure) {
    try {
      return YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      String problem = e.getOriginalMessage().lines().map(String::strip).findFirst().orElse("?");
      throw failure.apply("%s: line %d is not YAML: %s".formatted(place, line, problem));
    }
  }

  /** An error of the mapping as a whole. */
  public RuntimeException error(String problem) {
    return failure.apply(place + ": " + problem);
  }

  /** An error of one key's value. */
  public RuntimeException error(String key, String problem) {
    return error(key + ": " + problem);
  }

  /** The error for a key that must be there. */
  protected RuntimeException missing(String key) {
    return error(key, "missing");
  }

  /** The error for a key that nobody asked for. */
  protected RuntimeException unknownKey(String key) {
    return error(key, "unknown key; known: " + String.join(", ", known));
  }

  /** The error for a value that is none of the known. */
  protected RuntimeException unknownValue(String key, String value, String known) {
    return error(key, "unknown '%s'; known: %s".formatted(value, known));
  }

  public String text(String key) {
    JsonNode value = required(key);
    if (!value.isValueNode() || value.asText().isBlank()) {
      throw error(key, "expected text");
    }
    return value.asText().strip();
  }

  public String textOr(String key, String otherwise) {
    return optionalText(key).orElse(otherwise);
  }

  public Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  public int positive(String key) {
    JsonNode value = required(key);
    if (!value.isInt() || value.intValue() < 1) {
      throw error(key, "expected a whole number from 1, found " + value);
    }
    return value.intValue();
  }

  public int positiveOr(String key, int otherwise) {
    return optional(key).isMissingNode() ? otherwise : positive(key);
  }

  public double decimal(String key) {
    JsonNode value = required(key);
    // YAML 1.1 takes 1e-3, written without a dot, for text.
    try {
      double number = Double.parseDouble(value.asText());
      if (number > 0 && Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw error(key, "expected a number, found " + value);
    }
    throw error(key, "expected a number above 0, found " + value);
  }

  public double decimalOr(String key, double otherwise) {
    return optional(key).isMissingNode() ? otherwise : decimal(key);
  }

  /** Whether the key is there. */
  public boolean has(String key) {
    return !optional(key).isMissingNode();
  }

  public Duration duration(String key) {
    Matcher matcher = DURATION.matcher(text(key));
    if (!matcher.matches()) {
      throw error(key, "expected a duration such as 1500ms, 2s or 1min, found " + required(key));
    }
    long amount = Long.parseLong(matcher.group(1));
    if (amount == 0) {
      throw error(key, "expected a duration above 0");
    }
    return switch (matcher.group(2)) {
      case "us" -> Duration.ofNanos(amount * 1000);
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  public Duration durationOr(String key, Duration otherwise) {
    return optional(key).isMissingNode() ? otherwise : duration(key);
  }

  public <E extends Enum<E>> E choice(String key, E[] values, E otherwise) {
    return choice(key, values).orElse(otherwise);
  }

  /** The constant that the key names as {@link EnumNames} does; empty if the key is not there. */
  public <E extends Enum<E>> Optional<E> choice(String key, E[] values) {
    return optionalText(key)
        .map(
            name ->
                EnumNames.find(values, name)
                    .orElseThrow(() -> unknownValue(key, name, EnumNames.list(values))));
  }

  /** Keys and values as text; those of a mapping within it as {@code outer.inner}. */
  public Map<String, String> textMap(String key) {
    JsonNode value = optional(key);
    Map<String, String> map = new LinkedHashMap<>();
    if (!value.isMissingNode() && !value.isObject()) {
      throw error(key, "expected axis: value pairs");
    }
    put(key, value, "", map);
    return map;
  }

  private void put(String key, JsonNode from, String prefix, Map<String, String> map) {
    for (Map.Entry<String, JsonNode> entry : from.properties()) {
      if (entry.getValue().isObject()) {
        put(key, entry.getValue(), prefix + entry.getKey() + ".", map);
      } else if (entry.getValue().isArray()) {
        throw error(key, "'%s' is a list; a word or number is expected".formatted(entry.getKey()));
      } else {
        map.put(prefix + entry.getKey(), entry.getValue().asText());
      }
    }
  }

  /** A list of words or numbers, as text; {@code otherwise} if the key is not there. */
  public List<String> textsOr(String key, List<String> otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode entry : list(key)) {
      if (!entry.isValueNode()) {
        throw error(key, "expected a list of words or numbers");
      }
      texts.add(entry.asText());
    }
    return texts;
  }

  public JsonNode list(String key) {
    JsonNode value = required(key);
    if (!value.isArray() || value.isEmpty()) {
      throw error(key, "expected a list with at least one entry");
    }
    return value;
  }

  /** Rejects every key but these, whether or not they will be asked for. */
  public void rejectAllBut(Collection<String> keys) {
    known.addAll(keys);
    rejectUnknown();
  }

  /** To be called once every key has been asked for. */
  public void rejectUnknown() {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                throw unknownKey(key);
              }
            });
  }

  private JsonNode required(String key) {
    JsonNode value = optional(key);
    if (value.isMissingNode()) {
      throw missing(key);
    }
    return value;
  }

  /** The value as it is; {@linkplain JsonNode#isMissingNode missing} if not there. */
  public JsonNode optional(String key) {
    known.add(key);
    JsonNode value = node.path(key);
    if (value.isNull()) {
      throw error(key, "no value: give one, or leave the key out");
    }
    return value;
  }
}
