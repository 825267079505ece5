package org.predictbench.bench.stats;

/** One thing in which two runs differ: what, and how it was in each. */
public record Difference(String what, String base, String candidate) {
  private static final int LONGEST = 60;

  /** {@code what (base, then candidate)}; long values are cut to where they begin to differ. */
  @Override
  public String toString() {
    return "%s (%s, then %s)".formatted(what, shown(base, candidate), shown(candidate, base));
  }

  private static String shown(String value, String other) {
    int same = 0;
    while (same < Math.min(value.length(), other.length())
        && value.charAt(same) == other.charAt(same)) {
      same++;
    }
    int from = value.length() <= LONGEST ? 0 : Math.max(0, same - LONGEST / 3);
    int to = Math.min(value.length(), from + LONGEST);
    String text = value.substring(from, to);
    return (from > 0 ? "…" : "")
        + (text.isBlank() ? "none" : text)
        + (to < value.length() ? "…" : "");
  }
}
