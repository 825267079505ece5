package org.predictbench.modelserver.rest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes JSON laid out as TensorFlow Serving's library lays it out: four spaces a level, arrays on
 * one line where that is switched on. Not thread-safe.
 */
final class PrettyJson {
  private final String indent;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Deque<Level> levels = new ArrayDeque<>();
  private boolean singleLineArrays;

  /** Indents by four spaces a level. */
  PrettyJson() {
    this("    ");
  }

  PrettyJson(String indent) {
    this.indent = indent;
  }

  private static final class Level {
    private final boolean array;
    private int values;

    Level(boolean array) {
      this.array = array;
    }
  }

  /** Sets whether the elements of the arrays that follow share a line. */
  PrettyJson singleLineArrays(boolean on) {
    singleLineArrays = on;
    return this;
  }

  PrettyJson startObject() {
    return start(false, '{');
  }

  PrettyJson endObject() {
    boolean empty = levels.pop().values == 0;
    return end(empty, '}');
  }

  PrettyJson startArray() {
    return start(true, '[');
  }

  PrettyJson endArray() {
    boolean empty = levels.pop().values == 0;
    return end(empty || singleLineArrays, ']');
  }

  PrettyJson key(String name) {
    return string(name.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a string of these bytes unchecked, so that a client receives what the model returned.
   */
  PrettyJson string(byte[] text) {
    prefix();
    out.write('"');
    for (byte b : text) {
      escape(b);
    }
    out.write('"');
    return this;
  }

  /** Writes a number, {@code true} or the like as it is. */
  PrettyJson raw(String literal) {
    prefix();
    write(literal);
    return this;
  }

  /** Returns how many bytes are written so far. */
  int size() {
    return out.size();
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }

  private PrettyJson start(boolean array, char bracket) {
    prefix();
    levels.push(new Level(array));
    out.write(bracket);
    return this;
  }

  private PrettyJson end(boolean sameLine, char bracket) {
    if (!sameLine) {
      newLine();
    }
    out.write(bracket);
    return this;
  }

  private void prefix() {
    Level level = levels.peek();
    if (level == null) {
      return;
    }
    if (level.array) {
      if (level.values > 0) {
        write(singleLineArrays ? ", " : ",");
      }
      if (!singleLineArrays) {
        newLine();
      }
    } else if (level.values % 2 == 1) {
      write(": ");
    } else {
      if (level.values > 0) {
        out.write(',');
      }
      newLine();
    }
    level.values++;
  }

  private void newLine() {
    out.write('\n');
    write(indent.repeat(levels.size()));
  }

  private void write(String ascii) {
    out.writeBytes(ascii.getBytes(StandardCharsets.UTF_8));
  }

  private void escape(byte b) {
    switch (b) {
      case '"' -> write("\\\"");
      case '\\' -> write("\\\\");
      case '\b' -> write("\\b");
      case '\f' -> write("\\f");
      case '\n' -> write("\\n");
      case '\r' -> write("\\r");
      case '\t' -> write("\\t");
      default -> {
        if (b >= 0 && b < ' ') {
          write("\\u%04X".formatted((int) b));
        } else {
          out.write(b);
        }
      }
    }
  }
}
