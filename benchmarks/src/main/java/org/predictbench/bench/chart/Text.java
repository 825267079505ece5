package org.predictbench.bench.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * How much room text takes, without asking the machine's fonts: an upper estimate for common
 * sans-serif fonts, of which DejaVu Sans is the widest.
 */
final class Text {
  /** Of ordinary text, in pixels. */
  static final double SIZE = 13;

  /** From one line of text to the next. */
  static final double LINE = 16;

  private static final String NARROW = "ijl.,:;'|! ";
  private static final String SLIM = "ftrI()[]/-\"";
  private static final String WIDE = "mwMW@%";

  /** Where scripts begin whose letters are as wide as high. */
  private static final int SQUARE = 0x2E80;

  private Text() {}

  static double width(String text) {
    return SIZE * text.codePoints().mapToDouble(Text::ems).sum();
  }

  private static double ems(int letter) {
    if (NARROW.indexOf(letter) >= 0) {
      return 0.34;
    }
    if (SLIM.indexOf(letter) >= 0) {
      return 0.42;
    }
    if (WIDE.indexOf(letter) >= 0) {
      return 0.98;
    }
    return letter >= SQUARE ? 1 : Character.isUpperCase(letter) ? 0.7 : 0.62;
  }

  /** Shortened with an ellipsis if it is wider than {@code room}. */
  static String cut(String text, double room) {
    if (width(text) <= room) {
      return text;
    }
    String cut = text;
    while (!cut.isEmpty() && width(cut + "…") > room) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut.strip() + "…";
  }

  /**
   * In lines of at most {@code room}, broken between words; a longer word is broken too, where it
   * has a dash or the like.
   */
  static List<String> wrapped(String text, double room) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.strip().split("\\s+", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (width(longer) <= room) {
        line = longer;
        continue;
      }
      if (!line.isEmpty()) {
        lines.add(line);
      }
      line = word;
      while (width(line) > room && breakOf(line, room) > 0) {
        int end = breakOf(line, room);
        lines.add(line.substring(0, end));
        line = line.substring(end);
      }
      line = cut(line, room);
    }
    lines.add(line);
    return lines;
  }

  /** Behind the last dash, slash, dot or underscore that leaves a beginning that fits, or 0. */
  private static int breakOf(String word, double room) {
    for (int end = word.length() - 1; end > 0; end--) {
      if ("-/._".indexOf(word.charAt(end - 1)) >= 0 && width(word.substring(0, end)) <= room) {
        return end;
      }
    }
    return 0;
  }
}
