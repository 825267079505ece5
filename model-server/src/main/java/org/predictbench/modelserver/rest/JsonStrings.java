package org.predictbench.modelserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the strings of a JSON text. Not thread-safe. */
final class JsonStrings {
  private static final int HEX_DIGITS = 4;
  private static final int HIGH_SURROGATES = 0xd800;
  private static final int LOW_SURROGATES = 0xdc00;
  private static final int LAST_SURROGATE = 0xdfff;

  private static final String ESCAPES = "\"\\/bfnrt";
  private static final byte[] ESCAPED = {'"', '\\', '/', '\b', '\f', '\n', '\r', '\t'};

  private final JsonInput in;
  private boolean ascii;

  JsonStrings(JsonInput in) {
    this.in = in;
  }

  /** Returns a text, or a binary node if the string is no UTF-8. */
  JsonNode node() {
    byte[] bytes = bytes();
    if (ascii) {
      return JsonNodeFactory.instance.textNode(new String(bytes, StandardCharsets.US_ASCII));
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)
        ? JsonNodeFactory.instance.textNode(text)
        : JsonNodeFactory.instance.binaryNode(bytes);
  }

  /** Returns a key; bytes that are no UTF-8 become question marks. */
  String key() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** Takes a string with its quotation marks. */
  private byte[] bytes() {
    in.next();
    ascii = true;
    int start = in.position();
    ByteArrayOutputStream escaped = null;
    while (true) {
      int next = in.peek();
      if (next == '"') {
        byte[] rest = Arrays.copyOfRange(in.text(), start, in.position());
        in.next();
        if (escaped == null) {
          return rest;
        }
        escaped.writeBytes(rest);
        return escaped.toByteArray();
      }
      if (next == '\\') {
        if (escaped == null) {
          escaped = new ByteArrayOutputStream();
        }
        escaped.write(in.text(), start, in.position() - start);
        escape(escaped);
        start = in.position();
      } else if (next < ' ') {
        throw in.error(
            next == JsonInput.END
                ? "Missing a closing quotation mark in string."
                : "Invalid escape character in string.");
      } else {
        ascii &= next < 0x80;
        in.next();
      }
    }
  }

  private void escape(ByteArrayOutputStream out) {
    int start = in.position();
    in.next();
    int escape = ESCAPES.indexOf(in.peek());
    if (escape >= 0) {
      in.next();
      out.write(ESCAPED[escape]);
    } else if (in.skip('u')) {
      write(codePoint(start), out);
    } else {
      throw in.error("Invalid escape character in string.", start);
    }
  }

  /** Returns a code point, which may be a low surrogate by itself. */
  private int codePoint(int start) {
    int first = hex(start);
    if (first < HIGH_SURROGATES || first >= LOW_SURROGATES) {
      return first;
    }
    int second = in.skip('\\') && in.skip('u') ? hex(start) : 0;
    if (second < LOW_SURROGATES || second > LAST_SURROGATE) {
      throw in.error("The surrogate pair in string is invalid.", start);
    }
    return Character.toCodePoint((char) first, (char) second);
  }

  private int hex(int start) {
    int value = 0;
    for (int i = 0; i < HEX_DIGITS; i++) {
      int digit = in.peek() < 0x80 ? Character.digit(in.peek(), 16) : -1;
      if (digit < 0) {
        throw in.error("Incorrect hex digit after \\u escape in string.", start);
      }
      value = value << 4 | digit;
      in.next();
    }
    return value;
  }

  /** Writes a code point in UTF-8, a surrogate as if it were none. */
  private void write(int codePoint, ByteArrayOutputStream out) {
    if (codePoint < 0x80) {
      out.write(codePoint);
      return;
    }
    ascii = false;
    if (codePoint < 0x800) {
      out.write(0xc0 | codePoint >> 6);
    } else {
      if (codePoint < 0x10000) {
        out.write(0xe0 | codePoint >> 12);
      } else {
        out.write(0xf0 | codePoint >> 18);
        out.write(0x80 | (codePoint >> 12 & 0x3f));
      }
      out.write(0x80 | (codePoint >> 6 & 0x3f));
    }
    out.write(0x80 | (codePoint & 0x3f));
  }
}
