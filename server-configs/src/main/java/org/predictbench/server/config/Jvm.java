package org.predictbench.server.config;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The JVM that something runs on: which JDK, and with which arguments. Immutable.
 *
 * @param home a JDK's folder, or its version such as {@code 25}; empty for the one we run on
 * @param args of the JVM, behind our own
 */
public record Jvm(String home, List<String> args) {
  /** The one we run on, as it is. */
  public static final Jvm OURS = new Jvm("", List.of());

  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");

  /**
   * Checks the arguments' form.
   *
   * @throws IllegalArgumentException if one is no argument of a JVM
   */
  public Jvm {
    Objects.requireNonNull(home, "home");
    args = List.copyOf(args);
    for (String arg : args) {
      if (!arg.startsWith("-") || arg.matches("-(jar|cp|classpath|-class-path|version)")) {
        throw new IllegalArgumentException(
            "'%s' is no argument of a JVM; expected such as -XX:+UseZGC or -Xmx2g".formatted(arg));
      }
    }
  }

  /**
   * Reads both as users write them.
   *
   * @param args with blanks between them
   */
  public static Jvm of(String home, String args) {
    String words = args.strip();
    return new Jvm(home.strip(), words.isEmpty() ? List.of() : List.of(words.split("\\s+", -1)));
  }

  public boolean isOurs() {
    return equals(OURS);
  }

  /** Whether an argument picks the collector, of which a JVM takes one. */
  public boolean choosesCollector() {
    return args.stream().anyMatch(arg -> COLLECTOR.matcher(arg).matches());
  }

  /** Such as {@code JDK 25, -XX:+UseZGC -Xmx2g}; empty for ours. */
  public String text() {
    String jdk = home.isEmpty() ? "" : "JDK " + home;
    String words = String.join(" ", args);
    return jdk + (jdk.isEmpty() || words.isEmpty() ? "" : ", ") + words;
  }
}
