package org.predictbench.server.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What servers wrote to their logs. */
public final class Logs {
  private static final int QUOTED_LINES = 10;

  /** The words of Netty, and of the C library that maps what others unpacked. */
  private static final Pattern NO_PROGRAMS =
      Pattern.compile("noexec|failed to map segment|\\.so\\S*: [^\n]*Operation not permitted");

  private Logs() {}

  /** All of it so far; what cannot be read says why. */
  public static String read(Path log) {
    try {
      // Not readString: a dying runtime may leave bytes that are no UTF-8.
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(unreadable: " + e.getMessage() + ")";
    }
  }

  /** A failure that quotes the end of the log. */
  public static ServerStartException failure(String problem, Path log, Throwable cause) {
    String advice = advice(read(log)).map(help -> ": " + help).orElse("");
    return new ServerStartException(
        problem + advice + "; end of its log " + log + ":\n" + tail(log), cause);
  }

  /** What to set, where a program's output shows that a folder of ours is not fit for it. */
  public static Optional<String> advice(String output) {
    if (NO_PROGRAMS.matcher(output).find()) {
      return Optional.of(
          "a folder allows no programs (mounted noexec?), and native libraries are unpacked there:"
              + " name another, -Djava.io.tmpdir=DIR before -jar and PREDICTBENCH_CACHE=DIR");
    }
    return output.contains("No space left on device")
        ? Optional.of(
            "no space left on device: name other folders, -Djava.io.tmpdir=DIR before -jar and"
                + " PREDICTBENCH_CACHE=DIR")
        : Optional.empty();
  }

  /** The last line that says something, oneDNN's account of its kernels passed over. */
  public static Optional<String> lastLine(Path log) {
    return read(log)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("onednn_verbose"))
        .reduce((earlier, later) -> later);
  }

  private static String tail(Path log) {
    List<String> lines = read(log).lines().toList();
    int from = Math.max(0, lines.size() - QUOTED_LINES);
    return String.join("\n", lines.subList(from, lines.size()));
  }
}
