package org.predictbench.modelserver.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * What a server's process takes of the machine.
 *
 * @param resident memory, in bytes
 * @param files open descriptors, sockets among them
 */
record ServerSize(long resident, int threads, int files) {
  private static final Pattern NUMBER = Pattern.compile("(\\w+):\\s+(\\d+).*");
  private static final double MORE_MEMORY = 1.2;
  private static final int MORE_THREADS = 16;
  private static final int MORE_FILES = 16;
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);

  static ServerSize of(Target target) {
    return of(target.pid().orElseThrow());
  }

  static ServerSize of(long pid) {
    Path process = Path.of("/proc/" + pid);
    try (var files = Files.list(process.resolve("fd"))) {
      long resident = 0;
      int threads = 0;
      for (String line : Files.readAllLines(process.resolve("status"))) {
        Matcher number = NUMBER.matcher(line);
        if (number.matches() && number.group(1).equals("VmRSS")) {
          resident = Long.parseLong(number.group(2)) * 1024;
        } else if (number.matches() && number.group(1).equals("Threads")) {
          threads = Integer.parseInt(number.group(2));
        }
      }
      return new ServerSize(resident, threads, (int) files.count());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the server is no larger than this, but for what a JVM may keep. */
  ServerSize awaitAgain(Target target) {
    return Awaitility.await("the size of " + this)
        .atMost(SETTLED_WITHIN)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> of(target), this::isAbout);
  }

  private boolean isAbout(ServerSize later) {
    return later.resident <= MORE_MEMORY * resident
        && later.threads <= threads + MORE_THREADS
        && later.files <= files + MORE_FILES;
  }

  @Override
  public String toString() {
    return "%d MiB, %d threads, %d descriptors".formatted(resident >> 20, threads, files);
  }
}
