package org.predictbench.modelserver.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which output of an operation a tensor is. Read as the runtime does: what has no index is its
 * operation's first output.
 */
record TensorName(String operation, int index) {
  private static final Pattern WITH_INDEX = Pattern.compile("(.*):(\\d{1,9})", Pattern.DOTALL);

  static TensorName of(String name) {
    Matcher parts = WITH_INDEX.matcher(name);
    return parts.matches()
        ? new TensorName(parts.group(1), Integer.parseInt(parts.group(2)))
        : new TensorName(name, 0);
  }
}
