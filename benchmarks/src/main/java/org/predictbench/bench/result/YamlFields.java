package org.predictbench.bench.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.predictbench.bench.files.InputException;

/**
 * One YAML mapping, read key by key; it remembers which keys were asked for and rejects the rest.
 */
public final class YamlFields {
  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(us|ms|s|min)");

  private final String place;
  private final JsonNode node;
  private final TreeSet<String> known = new TreeSet<>();

  public YamlFields(String place, JsonNode node) {
    this.place = place;
    this.node = node;
    if (node == null || !node.isObject()) {
      throw new InputException(place + ": expected keys and values");
    }
  }

  public InputException error(String key, String problem) {
    return new InputException(place + ": " + key + ": " + problem);
  }

  public String text(String key) {
    JsonNode value = required(key);
    if (!value.isValueNode() || value.asText().isBlank()) {
      throw error(key, "expected text");
    }
    return value.asText().strip();
  }

  public String textOr(String key, String otherwise) {
    return optional(key).isMissingNode() ? otherwise : text(key);
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
      throw new InputException(place + ": " + key + ": expected a number, found " + value, e);
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
    if (optional(key).isMissingNode()) {
      return otherwise;
    }
    String name = text(key);
    return Arrays.stream(values)
        .filter(value -> spelled(value).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                error(
                    key,
                    "unknown '"
                        + name
                        + "'; known: "
                        + String.join(
                            ", ", Arrays.stream(values).map(YamlFields::spelled).toList())));
  }

  public Map<String, String> textMap(String key) {
    JsonNode value = optional(key);
    Map<String, String> map = new LinkedHashMap<>();
    if (!value.isMissingNode() && !value.isObject()) {
      throw error(key, "expected axis: value pairs");
    }
    value.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
    return map;
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

  /** To be called once every key has been asked for. */
  public void rejectUnknown() {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                throw error(key, "unknown key; known: " + String.join(", ", known));
              }
            });
  }

  public static String spelled(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private JsonNode required(String key) {
    JsonNode value = optional(key);
    if (value.isMissingNode()) {
      throw error(key, "missing");
    }
    return value;
  }

  private JsonNode optional(String key) {
    known.add(key);
    JsonNode value = node.path(key);
    return value.isNull() ? value.path("absent") : value;
  }
}
