package org.predictbench.modelserver.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.predictbench.modelserver.status.ServingException;

/** Parses JSON and quotes it in error messages. */
final class JsonText {
  /** A quotation is cut after this many bytes. */
  private static final int MAX_QUOTED_BYTES = 256;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .build();

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
    JsonNode document;
    try (JsonParser parser = JSON.createParser(body)) {
      document = JSON.readTree(parser);
    } catch (JsonProcessingException e) {
      long offset = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
      throw ServingException.invalid("JSON Parse error: Invalid value. at offset: " + offset);
    } catch (IOException e) {
      throw ServingException.invalid("JSON Parse error: Invalid encoding in string. at offset: 0");
    }
    if (document == null || document.isMissingNode()) {
      throw ServingException.invalid("JSON Parse error: The document is empty. at offset: 0");
    }
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
    PrettyJson json = new PrettyJson().singleLineArrays(true);
    write(value, json, MAX_QUOTED_BYTES);
    return new String(json.toByteArray(), StandardCharsets.UTF_8);
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
      for (var field : value.properties()) {
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
    } else {
      json.raw(value.asText());
    }
    return true;
  }
}
