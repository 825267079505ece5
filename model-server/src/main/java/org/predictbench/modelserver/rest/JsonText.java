package org.predictbench.modelserver.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.predictbench.modelserver.status.ServingException;

/** Parses JSON and quotes it in error messages. */
final class JsonText {
  /** A quotation is cut after this many bytes. */
  private static final int MAX_QUOTED_BYTES = 256;

  /** Where the decimal point of a number may lie that is written without an exponent. */
  private static final int LOWEST_PLAIN_POINT = -6;

  private static final int HIGHEST_PLAIN_POINT = 21;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private JsonText() {}

  /**
   * Parses the object at the start of the body and ignores what follows it.
   *
   * @throws ServingException if there is none
   */
  static JsonNode parseObject(byte[] body) {
    if (body.length == 0) {
      throw ServingException.invalid("JSON Parse error: The document is empty");
    }
    JsonNode document = JsonReader.read(body);
    if (!document.isObject()) {
      throw formatError(document, "Is not object");
    }
    return document;
  }

  /** Returns an error that quotes the value. */
  static ServingException formatError(JsonNode value, String problem) {
    return ServingException.invalid("JSON Value: " + quote(value) + " " + problem);
  }

  static ServingException typeError(JsonNode value, String expected) {
    return ServingException.invalid(
        "JSON Value: %s Type: %s is not of expected type: %s"
            .formatted(quote(value), typeName(value), expected));
  }

  static String typeName(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL, MISSING -> "Null";
      case BOOLEAN -> value.booleanValue() ? "True" : "False";
      case OBJECT, POJO -> "Object";
      case ARRAY -> "Array";
      case STRING, BINARY -> "String";
      case NUMBER -> "Number";
    };
  }

  static String quote(JsonNode value) {
    if (value.isFloatingPointNumber()) {
      return ResponseJson.number(value.doubleValue(), fitsFloat(value.doubleValue()));
    }
    PrettyJson json = new PrettyJson().singleLineArrays(true);
    write(value, json, MAX_QUOTED_BYTES);
    return new String(json.toByteArray(), StandardCharsets.UTF_8);
  }

  /** Returns whether a float can hold the number, if not all its digits. */
  static boolean fitsFloat(double value) {
    return Math.abs(value) <= Float.MAX_VALUE;
  }

  /** Indents protobuf's JSON as the C++ library does, by one space a level. */
  static String reindent(String protobufJson) {
    try {
      PrettyJson json = new PrettyJson(" ");
      write(JSON.readTree(protobufJson), json, Integer.MAX_VALUE);
      return new String(json.toByteArray(), StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("printed a moment ago", e);
    }
  }

  /** Returns false once {@code limit} bytes are written, and then writes nothing more. */
  private static boolean write(JsonNode value, PrettyJson json, int limit) {
    if (json.size() >= limit) {
      return false;
    }
    if (value.isObject()) {
      json.startObject();
      for (var field : RepeatedKeys.members(value)) {
        if (json.size() >= limit) {
          return false;
        }
        json.key(field.getKey());
        if (!write(field.getValue(), json, limit)) {
          return false;
        }
      }
      if (json.size() >= limit) {
        return false;
      }
      json.endObject();
    } else if (value.isArray()) {
      json.startArray();
      for (JsonNode element : value) {
        if (!write(element, json, limit)) {
          return false;
        }
      }
      if (json.size() >= limit) {
        return false;
      }
      json.endArray();
    } else if (value.isTextual()) {
      json.string(value.textValue().getBytes(StandardCharsets.UTF_8));
    } else if (value.isBinary()) {
      json.string(((BinaryNode) value).binaryValue());
    } else {
      json.raw(value.isFloatingPointNumber() ? doubleText(value.doubleValue()) : value.asText());
    }
    return true;
  }

  /** Returns a double within a quoted list or object as RapidJSON writes it. */
  private static String doubleText(double value) {
    if (!Double.isFinite(value)) {
      return "";
    }
    if (value == 0) {
      return Math.copySign(1, value) < 0 ? "-0.0" : "0.0";
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int point = decimal.precision() - decimal.scale();
    if (point > LOWEST_PLAIN_POINT && point <= HIGHEST_PLAIN_POINT) {
      return decimal.setScale(Math.max(1, decimal.scale())).toPlainString();
    }
    return decimal.movePointLeft(point - 1).toPlainString() + "e" + (point - 1);
  }
}
