package org.predictbench.bench.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.predictbench.server.launch.JavaCommand;
import org.predictbench.server.launch.Logs;

/**
 * A program run to its end. Its stdin is a pipe from us, to which nothing is written and whose end
 * a program can take for ours.
 */
public final class ChildProcess {
  private static final int KILL_SECONDS = 5;

  private ChildProcess() {}

  /**
   * How it ended.
   *
   * @param output stdout and stderr
   */
  public record Ending(int status, String output) {
    /** Why it failed: what to set, or the last line that is no part of a stack trace. */
    public String reason() {
      return Logs.advice(output)
          .orElseGet(
              () ->
                  output
                      .lines()
                      .filter(line -> !line.isBlank() && !line.startsWith("\t"))
                      .reduce((a, b) -> b)
                      .orElse("no output"));
    }
  }

  /**
   * Waits for it; whatever happens, it no longer runs on return.
   *
   * @throws IOException if it cannot be started, or takes longer than {@code limit}
   */
  public static Ending run(List<String> command, Duration limit)
      throws IOException, InterruptedException {
    Process process = JavaCommand.process(command).redirectErrorStream(true).start();
    try {
      // Read beside waiting: a full pipe would stop the child, a silent child the reader.
      CompletableFuture<String> output =
          CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("not done within " + limit.toSeconds() + " s");
      }
      return new Ending(process.exitValue(), output.join());
    } finally {
      // The signal alone leaves it a moment; the bound is for one that hangs in the kernel.
      process.destroyForcibly().waitFor(KILL_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static String text(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
