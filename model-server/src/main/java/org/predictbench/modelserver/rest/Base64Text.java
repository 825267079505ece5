package org.predictbench.modelserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.predictbench.modelserver.status.ServingException;

/** Bytes in JSON: an object of one key, {@code b64}. */
final class Base64Text {
  static final String KEY = "b64";

  private static final String BLANKS = " \t\n\u000b\f\r";
  private static final int DIGITS_OF_A_GROUP = 4;

  private Base64Text() {}

  static boolean isBase64(JsonNode value) {
    JsonNode bytes = value.path(KEY);
    return value.isObject()
        && RepeatedKeys.members(value).size() == 1
        && (bytes.isTextual() || bytes.isBinary());
  }

  /**
   * Returns the bytes of such an object.
   *
   * @throws ServingException if the value is no such object
   */
  static ByteString decode(JsonNode value) {
    if (!isBase64(value)) {
      throw JsonText.formatError(value, "not formatted correctly for base64 data");
    }
    byte[] text =
        value.get(KEY) instanceof BinaryNode bytes
            ? bytes.binaryValue()
            : value.get(KEY).textValue().getBytes(StandardCharsets.UTF_8);
    try {
      return UnsafeByteOperations.unsafeWrap(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return decodeWithBlanks(text);
    }
  }

  /**
   * Decodes as Abseil's {@code Base64Unescape} does: white space may lie anywhere, and the padding
   * be left out or consist of dots.
   */
  private static ByteString decodeWithBlanks(byte[] text) {
    ByteArrayOutputStream digits = new ByteArrayOutputStream();
    int padding = 0;
    for (byte b : text) {
      if (b == '=' || b == '.') {
        padding++;
      } else if (BLANKS.indexOf(b) < 0) {
        if (padding > 0) {
          throw undecodable();
        }
        digits.write(b);
      }
    }
    boolean padded = padding == 0 || (digits.size() + padding) % DIGITS_OF_A_GROUP == 0;
    if (!padded || padding > 2) {
      throw undecodable();
    }
    try {
      return UnsafeByteOperations.unsafeWrap(Base64.getDecoder().decode(digits.toByteArray()));
    } catch (IllegalArgumentException e) {
      throw undecodable();
    }
  }

  private static ServingException undecodable() {
    return ServingException.invalid("Unable to base64 decode");
  }

  static byte[] encode(ByteString bytes) {
    return Base64.getEncoder().encode(bytes.toByteArray());
  }
}
