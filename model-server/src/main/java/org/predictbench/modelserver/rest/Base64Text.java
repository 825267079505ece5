package org.predictbench.modelserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.util.Base64;
import org.predictbench.modelserver.status.ServingException;

/** Bytes in JSON: an object of one key, {@code b64}. */
final class Base64Text {
  static final String KEY = "b64";

  private Base64Text() {}

  static boolean isBase64(JsonNode value) {
    return value.isObject() && value.size() == 1 && value.path(KEY).isTextual();
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
    try {
      return ByteString.copyFrom(Base64.getMimeDecoder().decode(value.get(KEY).textValue()));
    } catch (IllegalArgumentException e) {
      throw ServingException.invalid("Unable to base64 decode");
    }
  }

  static byte[] encode(ByteString bytes) {
    return Base64.getEncoder().encode(bytes.toByteArray());
  }
}
