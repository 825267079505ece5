package org.predictbench.modelserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.predictbench.modelserver.status.ServingException;

/**
 * Parses JSON as RapidJSON does with its flag for NaN and Infinity, which TensorFlow Serving's REST
 * API is made with: it accepts the same texts, and refuses the others with the same words at the
 * same offset. What RFC 8259 would not have:
 *
 * <ul>
 *   <li>{@code NaN}, {@code Inf} and {@code Infinity} are numbers, with or without a minus.
 *   <li>Strings hold any bytes; one that is no UTF-8 becomes a binary node.
 *   <li>Keys may come twice, see {@link RepeatedKeys}.
 *   <li>What follows the first value is ignored.
 * </ul>
 *
 * <p>Unlike RapidJSON it takes at most 1000 levels. Not thread-safe.
 */
final class JsonReader {
  private static final int MAX_LEVELS = 1000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonInput in;
  private final JsonStrings strings;
  private final JsonNumbers numbers;
  private int level;

  private JsonReader(byte[] text) {
    in = new JsonInput(text);
    strings = new JsonStrings(in);
    numbers = new JsonNumbers(in);
  }

  /**
   * Returns the first value of the text.
   *
   * @throws ServingException if there is none
   */
  static JsonNode read(byte[] text) {
    JsonReader reader = new JsonReader(text);
    reader.in.skipByteOrderMark();
    reader.in.skipBlanks();
    if (reader.in.peek() == JsonInput.END) {
      throw reader.in.error("The document is empty.");
    }
    return reader.value();
  }

  private JsonNode value() {
    return switch (in.peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> strings.node();
      case 'n' -> literal("null", NODES.nullNode());
      case 't' -> literal("true", NODES.booleanNode(true));
      case 'f' -> literal("false", NODES.booleanNode(false));
      default -> numbers.node();
    };
  }

  private JsonNode literal(String word, JsonNode node) {
    in.expect(word);
    return node;
  }

  private JsonNode array() {
    enter();
    ArrayNode array = NODES.arrayNode();
    if (!in.skip(']')) {
      do {
        in.skipBlanks();
        array.add(value());
        in.skipBlanks();
      } while (in.skip(','));
      if (!in.skip(']')) {
        throw in.error("Missing a comma or ] after an array element.");
      }
    }
    level--;
    return array;
  }

  private JsonNode object() {
    enter();
    RepeatedKeys.Builder object = new RepeatedKeys.Builder();
    if (!in.skip('}')) {
      do {
        in.skipBlanks();
        if (in.peek() != '"') {
          throw in.error("Missing a name for object member.");
        }
        String key = strings.key();
        in.skipBlanks();
        if (!in.skip(':')) {
          throw in.error("Missing a colon after a name of object member.");
        }
        in.skipBlanks();
        object.add(key, value());
        in.skipBlanks();
      } while (in.skip(','));
      if (!in.skip('}')) {
        throw in.error("Missing a comma or } after an object member.");
      }
    }
    level--;
    return object.build();
  }

  private void enter() {
    level++;
    if (level > MAX_LEVELS) {
      throw in.error("More than " + MAX_LEVELS + " levels.");
    }
    in.next();
    in.skipBlanks();
  }
}
