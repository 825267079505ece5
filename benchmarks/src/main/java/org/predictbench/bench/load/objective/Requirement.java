package org.predictbench.bench.load.objective;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.predictbench.bench.load.record.Tag;

/** What a gate asks of a load, written {@code p99<50ms} or {@code failed<0.1%}. */
public sealed interface Requirement {

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with one line that says what would be right
   */
  static Requirement parse(String text) {
    Matcher failed = Failed.FORM.matcher(text.strip());
    if (failed.matches()) {
      return Failed.of(text, Double.parseDouble(failed.group(1)) / 100);
    }
    if (text.strip().startsWith("failed")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no requirement of the form failed<0.1%: give a share in per cent");
    }
    Slo slo;
    try {
      slo = Slo.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no requirement of the form p99<50ms or failed<0.1%", e);
    }
    if (slo.relative()) {
      throw new IllegalArgumentException(
          "'" + text + "' is relative: a gate needs a time, such as p99<50ms");
    }
    return new Latency(slo);
  }

  /**
   * A percentile below a time. A request that failed or was dropped counts as one that took for
   * ever.
   */
  record Latency(Slo slo) implements Requirement {
    /** From 0 to 1. */
    double level() {
      return slo.percentile() / 100;
    }

    Tag tag() {
      return slo.tag();
    }

    @Override
    public String toString() {
      return slo.toString();
    }
  }

  /**
   * Requests that fail or are dropped are a smaller share than that.
   *
   * @param share from 0 to 1, neither included
   */
  record Failed(double share) implements Requirement {
    private static final Pattern FORM = Pattern.compile("failed\\s*<\\s*(\\d+(?:\\.\\d+)?)\\s*%");

    private static Failed of(String text, double share) {
      if (share <= 0 || share >= 1) {
        throw new IllegalArgumentException(
            "'" + text + "' can never be shown, or never fail: try failed<0.1%");
      }
      return new Failed(share);
    }

    @Override
    public String toString() {
      // A double's own digits would show how it is rounded.
      return "failed<" + Slo.plain(Math.rint(share * 1e10) / 1e8) + "%";
    }
  }
}
