package org.predictbench.server.launch;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.predictbench.serving.ReadyLine;

/**
 * Reads the server's stdout to its end, so that the pipe never fills up, and picks out the few
 * lines that matter. Thread-safe.
 */
public final class ServerOutput {

  private static final Pattern ISA = Pattern.compile("^onednn_verbose,.*\\binfo,cpu,isa:(.+)$");

  private static final Pattern PRIMITIVE = Pattern.compile("^onednn_verbose,.*\\bcreate:.*");

  private final CompletableFuture<ReadyLine> ready = new CompletableFuture<>();
  private volatile Optional<String> isaTaken = Optional.empty();
  private volatile boolean oneDnnTaken;
  private volatile Optional<String> lastWords = Optional.empty();

  private ServerOutput() {}

  /** Starts reading on a daemon thread, which ends with the stream. */
  public static ServerOutput follow(InputStream stdout) {
    ServerOutput output = new ServerOutput();
    Thread reader = new Thread(() -> output.read(stdout), "model-server-stdout");
    reader.setDaemon(true);
    reader.start();
    return output;
  }

  /** Fails with {@link EOFException} if stdout ends first, or with what is wrong with the line. */
  public CompletableFuture<ReadyLine> ready() {
    return ready;
  }

  /** Which instruction set oneDNN says it took; known from its first primitive on. */
  public Optional<String> isaTaken() {
    return isaTaken;
  }

  /** Whether oneDNN has made a primitive. */
  public boolean oneDnnTaken() {
    return oneDnnTaken;
  }

  /** The last line that is neither the READY line nor oneDNN's, if there was one. */
  public Optional<String> lastWords() {
    return lastWords;
  }

  private void read(InputStream stdout) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stdout, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        accept(line);
      }
      ready.completeExceptionally(new EOFException("stdout ended"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  private void accept(String line) {
    if (line.startsWith(ReadyLine.PREFIX)) {
      try {
        ready.complete(ReadyLine.parse(line));
      } catch (IllegalArgumentException e) {
        ready.completeExceptionally(e);
      }
      return;
    }
    if (!line.isBlank() && !line.startsWith("onednn_verbose")) {
      lastWords = Optional.of(line.strip());
    }
    if (!oneDnnTaken && PRIMITIVE.matcher(line).matches()) {
      oneDnnTaken = true;
    }
    Matcher isa = ISA.matcher(line);
    if (isaTaken.isEmpty() && isa.matches()) {
      isaTaken = Optional.of(isa.group(1).strip());
    }
  }
}
