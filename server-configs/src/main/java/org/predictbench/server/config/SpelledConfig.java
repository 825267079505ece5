package org.predictbench.server.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Configs that need no file, since their names say all: {@code native-intra2-inter1}, or {@code
 * native-intra2-inter1-batch4-wait1000us-workers2}. So a sweep over threads has its configs on a
 * machine with any number of processors.
 */
public final class SpelledConfig {

  static final String FORM = "BUILD-intraN-interN[-batchN-waitNus-workersN]";

  private static final String NUMBER = "(\\d{1,7})";
  private static final Pattern NAME =
      Pattern.compile(
          "(.+?)-intra%1$s-inter%1$s(?:-batch%1$s-wait%1$sus-workers%1$s)?".formatted(NUMBER));

  private SpelledConfig() {}

  /** The name of an embedded server's config. */
  public static String name(Build build, Threads threads, Batching batching) {
    String name =
        "%s-intra%d-inter%d".formatted(build.label(), threads.intraOp(), threads.interOp());
    return batching.enabled()
        ? "%s-batch%d-wait%dus-workers%d"
            .formatted(name, batching.maxBatchSize(), batching.timeoutMicros(), batching.threads())
        : name;
  }

  /** The config that the name spells; empty if it spells none. */
  static Optional<ServerConfig> parse(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Threads threads = new Threads(number(parts, 2), number(parts, 3));
    Batching batching =
        parts.group(4) == null
            ? Batching.OFF
            : new Batching(true, number(parts, 4), number(parts, 5), number(parts, 6));
    return Build.labelled(parts.group(1))
        .map(build -> config(build, threads, batching))
        // Leading zeros would be a second name of the same.
        .filter(config -> config.name().equals(name));
  }

  private static int number(Matcher parts, int group) {
    return Integer.parseInt(parts.group(group));
  }

  private static ServerConfig config(Build build, Threads threads, Batching batching) {
    String description =
        "%s; threads inside an op: %s, between ops: %s"
            .formatted(build.description(), count(threads.intraOp()), count(threads.interOp()));
    if (batching.enabled()) {
      description +=
          "; batches of at most %s, waiting %d µs, run at once: %s"
              .formatted(
                  count(batching.maxBatchSize()),
                  batching.timeoutMicros(),
                  count(batching.threads()));
    }
    return ServerConfig.embedded(
        name(build, threads, batching), description, build, threads, batching);
  }

  private static String count(int number) {
    return number == 0 ? "the server's default" : Integer.toString(number);
  }
}
