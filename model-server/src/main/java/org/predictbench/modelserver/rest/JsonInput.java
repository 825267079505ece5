package org.predictbench.modelserver.rest;

import org.predictbench.modelserver.status.ServingException;

/** The bytes of a JSON text and a position in them. Not thread-safe. */
final class JsonInput {
  /** What lies behind the end; a zero byte ends the text as well. */
  static final int END = 0;

  private final byte[] text;
  private int position;

  JsonInput(byte[] text) {
    this.text = text;
  }

  byte[] text() {
    return text;
  }

  int position() {
    return position;
  }

  /** Returns the next byte without taking it. */
  int peek() {
    return position < text.length ? Byte.toUnsignedInt(text[position]) : END;
  }

  /** Takes the next byte. */
  void next() {
    position++;
  }

  /** Takes the next byte if it is this one. */
  boolean skip(char expected) {
    if (peek() != expected) {
      return false;
    }
    position++;
    return true;
  }

  /**
   * Takes a word.
   *
   * @throws ServingException at the first byte that is another
   */
  void expect(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (!skip(word.charAt(i))) {
        throw error("Invalid value.");
      }
    }
  }

  boolean isDigit() {
    int next = peek();
    return next >= '0' && next <= '9';
  }

  void skipBlanks() {
    while (true) {
      int next = peek();
      if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        return;
      }
      position++;
    }
  }

  void skipByteOrderMark() {
    if (text.length >= 3
        && text[0] == (byte) 0xef
        && text[1] == (byte) 0xbb
        && text[2] == (byte) 0xbf) {
      position = 3;
    }
  }

  /** Returns an error at the current position. */
  ServingException error(String reason) {
    return error(reason, position);
  }

  ServingException error(String reason, int offset) {
    return ServingException.invalid("JSON Parse error: " + reason + " at offset: " + offset);
  }
}
