package org.predictbench.bench.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.predictbench.bench.bundle.Caches;
import org.predictbench.bench.files.InputException;

/** JMH's own {@code -prof}, made to work with what this jar carries. */
public final class JmhProfilers {
  private static final String OPTION = "-prof";

  private JmhProfilers() {}

  /**
   * The same arguments, with async-profiler's library where {@code -prof async} names none.
   *
   * @throws InputException if a profiler is asked for that cannot work on this machine
   */
  public static String[] prepare(String... arguments) {
    List<String> prepared = new ArrayList<>();
    boolean profiler = false;
    for (String argument : arguments) {
      if (profiler) {
        prepared.add(prepare(argument));
      } else if (argument.startsWith(OPTION + "=")) {
        prepared.add(OPTION + "=" + prepare(argument.substring(OPTION.length() + 1)));
      } else {
        prepared.add(argument);
      }
      profiler = argument.equals(OPTION);
    }
    return prepared.toArray(String[]::new);
  }

  private static String prepare(String profiler) {
    String name = profiler.replaceFirst(":.*", "");
    if (name.equals("perfnorm") || name.equals("perfasm") || name.equals("perf")) {
      counters()
          .ifPresent(
              why -> {
                throw missing(name, why);
              });
    }
    if (!name.equals("async") || profiler.contains("libPath=")) {
      return profiler;
    }
    try {
      String library = "libPath=" + AsyncProfilerLibrary.path(Caches.ofUser());
      return profiler.equals(name) ? name + ":" + library : profiler + ";" + library;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputException missing(String name, String why) {
    return new InputException(
        "-prof %s counts what the processor does, and cannot here: %s. -prof async needs no counters"
            .formatted(name, why));
  }

  /** Why hardware counters cannot be read; empty if they can. */
  private static Optional<String> counters() {
    try {
      Process perf =
          new ProcessBuilder("perf", "stat", "-x,", "-e", "cycles,instructions", "true")
              .redirectErrorStream(true)
              .start();
      String output = new String(perf.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (perf.waitFor() != 0) {
        return Optional.of("perf fails: " + output.strip().lines().findFirst().orElse("no output"));
      }
      return output.contains("<not supported>")
          ? Optional.of("this machine, often a virtual one, has no hardware counters")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of("there is no program 'perf'");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }
}
