package org.predictbench.bench.program;

import java.io.BufferedWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.predictbench.bench.process.ProcessMemory;
import org.predictbench.server.launch.JavaCommand;

/**
 * A child process that is spoken to by lines on its stdin and answers by lines on its stdout. Its
 * stdin ends when this JVM does, by which it knows to end.
 *
 * <p>{@link #close} may come from any thread and ends every wait; all else is for one thread.
 */
final class ClientProcess implements AutoCloseable {
  private static final int KILL_SECONDS = 5;
  private static final int SIGNALS = 128;
  private static final int LAST_WORDS_MILLIS = 500;

  /** More lines than anybody answers unasked; a program that writes on and on then has to wait. */
  private static final int MOST_LINES = 16;

  private static final Optional<String> END = Optional.empty();

  private final Process process;
  private final Strays strays;
  private final BufferedWriter stdin;
  private final LinkedBlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>(MOST_LINES);
  private final LineReader.Last stderr = new LineReader.Last();
  private final Thread stdoutReader;
  private final Thread stderrReader;

  private ClientProcess(Process process, Strays strays) {
    this.process = process;
    this.strays = strays;
    this.stdin = process.outputWriter();
    this.stdoutReader = reader("stdout", this::readStdout);
    this.stderrReader =
        reader("stderr", () -> new LineReader(process.getErrorStream()).forEach(stderr::keep));
  }

  /**
   * Starts it.
   *
   * @throws IOException if there is no such program
   */
  static ClientProcess start(List<String> command) throws IOException {
    Strays strays = new Strays();
    ProcessBuilder process = JavaCommand.process(command);
    strays.mark(process.environment());
    return new ClientProcess(process.start(), strays);
  }

  private Thread reader(String stream, Runnable work) {
    Thread thread = new Thread(work, "client-" + stream + "-" + process.pid());
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void readStdout() {
    new LineReader(process.getInputStream()).forEach(line -> offer(Optional.of(line)));
    offer(END);
  }

  private boolean offer(Optional<String> line) {
    try {
      lines.put(line);
      return true;
    } catch (InterruptedException e) {
      // Closed: nobody asks for lines any more.
      return false;
    }
  }

  long pid() {
    return process.pid();
  }

  /** Peak resident memory in bytes, or null where the system does not report it. */
  Long peakRssBytes() {
    return ProcessMemory.peakRssBytes(process.pid());
  }

  /** CPU time of all its threads so far, if the system reports it. */
  Optional<Duration> cpuTime() {
    return process.info().totalCpuDuration();
  }

  /** Whether it wrote a line that nobody has read yet. */
  boolean hasUnreadLine() {
    return lines.stream().anyMatch(Optional::isPresent);
  }

  /** Writes a line; that nobody reads it any more shows when its answer is awaited. */
  void write(String line) {
    try {
      stdin.write(line);
      stdin.newLine();
      stdin.flush();
    } catch (IOException e) {
      // A broken pipe: why it ended is known once it has.
    }
  }

  /**
   * Waits for a line.
   *
   * @param expected the word that it is to say
   * @throws ProgramException if it ends instead, or takes longer
   */
  String read(String expected, Duration limit) throws ProgramException {
    Optional<String> line = poll(limit);
    if (line == null) {
      throw new ProgramException(
          "the client program did not say '%s' within %s".formatted(expected, text(limit)));
    }
    return line.orElseThrow(() -> ended(expected));
  }

  /** Null if there is no line, nor an end, for so long. */
  private Optional<String> poll(Duration limit) {
    try {
      return lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a client program worked", e);
    }
  }

  private ProgramException ended(String expected) {
    try {
      boolean gone = process.waitFor(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
      stderrReader.join(LAST_WORDS_MILLIS);
      String how = gone ? ending(process.exitValue()) : "closed its stdout";
      String last = stderr.line().isEmpty() ? "" : ": " + stderr.line();
      return new ProgramException(
          "the client program %s instead of saying '%s'%s".formatted(how, expected, last));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a client program ended", e);
    }
  }

  /** Of a process that a signal ended, the JVM reports the signal's number and a constant. */
  private static String ending(int status) {
    return status > SIGNALS
        ? "was killed by signal " + (status - SIGNALS)
        : "ended with status " + status;
  }

  private static String text(Duration limit) {
    return limit.toMillis() < 10_000 ? limit.toMillis() + " ms" : limit.toSeconds() + " s";
  }

  /** Ends it, with all that it started, if it does not end by itself at the end of its input. */
  @Override
  public void close() {
    try {
      stdin.close();
    } catch (IOException e) {
      // It is gone already.
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    strays.end();
    stdoutReader.interrupt();
    try {
      // The signal alone leaves it a moment; the bound is for one that hangs in the kernel.
      var unused = process.waitFor(KILL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
