package org.predictbench.bench.cache;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.floor.PeerProcess;
import org.predictbench.bench.floor.WireServer;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.client.Rehearsal;
import org.predictbench.server.launch.JavaCommand;
import org.predictbench.server.launch.Jdk;

/**
 * Makes a class cache for services on a class path: a JVM that has that path makes a client's first
 * calls, to a server on this host that only reads and answers, and leaves what it loaded.
 */
public final class CacheMaker {
  /** So many that the JVM compiles what a call runs, and keeps what it found out for that. */
  private static final int TRAINING_CALLS = 20_000;

  private static final int TIMED_STARTS = 5;
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String MODEL = "rehearsal";

  /** Of what the first of JDK 25's two JVMs leaves for the second. */
  private static final String CONFIGURATION = ".config";

  private final ClassPath classPath;
  private final Jdk jdk;
  private final String client;
  private final ClassCache cache;
  private volatile Process running;
  // Whether the user wants no more.
  private volatile boolean undone;

  /**
   * @param client a preset's name
   * @throws InputException if the class path has a folder, of which no JVM keeps classes
   */
  public CacheMaker(ClassPath classPath, Jdk jdk, String client) {
    for (Path entry : classPath.entries()) {
      if (Files.isDirectory(entry)) {
        throw new InputException(
            "%s is a folder, and a JVM keeps classes of jars alone: name the jar".formatted(entry));
      }
    }
    this.classPath = classPath;
    this.jdk = jdk;
    this.client = client;
    this.cache = ClassCache.of(jdk.feature());
  }

  /**
   * What was made.
   *
   * @param flag with which a JVM takes it
   * @param without from a JVM's start to its first answer, median
   * @param with the same with the cache
   */
  public record Made(String flag, Duration without, Duration with) {}

  /**
   * Makes it, and times first calls without and with it, in turn.
   *
   * @param file replaced once the new one is complete
   * @throws InputException if there is no client of ours on the class path
   * @throws IOException if the JVM failed, with its own words
   */
  public Made make(Path file) throws IOException, InterruptedException {
    Path whole = file.toAbsolutePath();
    Path unfinished = whole.resolveSibling(whole.getFileName() + ".unfinished");
    Thread undo =
        new Thread(
            () -> {
              undone = true;
              undo(unfinished);
            });
    Runtime.getRuntime().addShutdownHook(undo);
    try (PeerProcess server = PeerProcess.start(WireServer.class, false)) {
      String target = server.target().toString();
      firstAnswer(cache.writtenTo(unfinished), target, TRAINING_CALLS);
      if (!Files.exists(unfinished)) {
        throw new IOException(
            "the JVM in %s left no file: it may lack its own archive (java -Xshare:dump)"
                .formatted(jdk.home()));
      }
      Files.move(unfinished, whole, StandardCopyOption.REPLACE_EXISTING);
      List<Long> without = new ArrayList<>();
      List<Long> with = new ArrayList<>();
      for (int i = 0; i < TIMED_STARTS; i++) {
        without.add(firstAnswer(Optional.empty(), target, 1));
        with.add(firstAnswer(cache.readFrom(whole), target, 1));
      }
      return new Made(cache.readFrom(whole).orElseThrow(), median(without), median(with));
    } finally {
      undo(unfinished);
      removeHook(undo);
    }
  }

  /** Ends the JVM that may still be about to write the file, and takes that away. */
  private void undo(Path unfinished) {
    Process writing = running;
    try {
      if (writing != null) {
        end(writing);
      }
      Files.deleteIfExists(unfinished);
      Files.deleteIfExists(Path.of(unfinished + CONFIGURATION));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + unfinished, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends a JVM, and the second one that JDK 25 has write the cache. */
  private static void end(Process writing) throws InterruptedException {
    List<ProcessHandle> helpers = writing.descendants().toList();
    writing.destroyForcibly().waitFor();
    helpers.forEach(ProcessHandle::destroyForcibly);
    helpers.forEach(helper -> helper.onExit().join());
  }

  private static void endLate(Process writing) {
    try {
      if (writing.isAlive()) {
        end(writing);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** This JVM is on its way down; whatever fails now fails because of that. */
  private void requireWanted() throws InterruptedException {
    if (undone) {
      Thread.currentThread().join();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is at work already.
    }
  }

  private static Duration median(List<Long> nanos) {
    LongStream sorted = nanos.stream().mapToLong(Long::longValue).sorted();
    return Duration.ofNanos(sorted.skip(nanos.size() / 2).findFirst().orElseThrow());
  }

  /** Starts a JVM that makes so many calls; nanoseconds until the first is answered. */
  private long firstAnswer(Optional<String> flag, String target, int calls)
      throws IOException, InterruptedException {
    List<String> command = JavaCommand.of(jdk.executable());
    flag.ifPresent(command::add);
    command.addAll(List.of("-cp", classPath.text(), Rehearsal.class.getName()));
    command.addAll(List.of(target, MODEL, client, Integer.toString(calls)));
    requireWanted();
    long start = System.nanoTime();
    Process process = JavaCommand.process(command).redirectErrorStream(true).start();
    running = process;
    CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .execute(() -> endLate(process));
    long nanos = -1;
    String last = "it said nothing";
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.equals(Rehearsal.ANSWERED)) {
          nanos = System.nanoTime() - start;
        } else if (!line.isBlank() && !line.startsWith("\tat ")) {
          last = line;
        }
      }
      if (process.waitFor() != 0 || nanos < 0) {
        requireWanted();
        throw failure(last);
      }
      return nanos;
    } finally {
      process.destroyForcibly();
    }
  }

  private IOException failure(String said) {
    if (said.contains("ClassNotFoundException") || said.contains("NoClassDefFoundError")) {
      throw new InputException(
          "the class path lacks the client, or what it needs (%s): add client-variants and its libraries"
              .formatted(said));
    }
    return new IOException("the JVM in %s failed: %s".formatted(jdk.home(), said));
  }
}
