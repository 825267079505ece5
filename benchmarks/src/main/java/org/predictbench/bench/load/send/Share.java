package org.predictbench.bench.load.send;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One generator's part of a load that several make together.
 *
 * @param index from 0, as a Kubernetes Indexed Job counts
 * @param of number of generators
 */
public record Share(int index, int of) {
  /** The one generator there is. */
  public static final Share WHOLE = new Share(0, 1);

  private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

  public Share {
    if (of < 1 || index < 0 || index >= of) {
      throw new IllegalArgumentException(
          "share %d/%d: the index runs from 0 to one less than the number".formatted(index, of));
    }
  }

  /**
   * Reads {@code INDEX/NUMBER}, such as {@code 0/4}.
   *
   * @throws IllegalArgumentException with one line that says what would be right
   */
  public static Share parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "share '" + text + "' is not INDEX/NUMBER, such as 0/4 for the first of four");
    }
    return new Share(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  @Override
  public String toString() {
    return index + "/" + of;
  }
}
