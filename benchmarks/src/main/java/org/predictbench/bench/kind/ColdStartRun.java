package org.predictbench.bench.kind;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.predictbench.bench.ColdStart;
import org.predictbench.bench.cache.ClassCache;
import org.predictbench.bench.files.FailureText;
import org.predictbench.bench.fork.ForkProperties;
import org.predictbench.bench.fork.ForkReport;
import org.predictbench.bench.fork.LoadedClasses;
import org.predictbench.bench.plan.PlanFolder;
import org.predictbench.bench.process.JvmFlags;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.axis.Variant;
import org.predictbench.server.launch.JavaCommand;
import org.predictbench.server.launch.Jdk;

/**
 * What a restarted service waits for: each time slice starts one JVM and times it, from outside,
 * until it has its first prediction. The JVM has this harness's own class path, and no flags but
 * the cell's.
 */
final class ColdStartRun implements CellRun {
  private static final long LIMIT_SECONDS = 60;
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  private final ObjectMapper json;
  private final PlanFolder plans;
  private final Path scratch;
  private final Clock clock;
  private final ClassCache cache;

  ColdStartRun(ObjectMapper json, PlanFolder plans, Path scratch, Clock clock, ClassCache cache) {
    this.cache = cache;
    this.json = json;
    this.plans = plans;
    this.scratch = scratch;
    this.clock = clock;
  }

  @Override
  public RunningCell start(
      Suite suite, Cell cell, int round, int position, ServerUnderTest server) {
    return new Running(suite, cell, round, position, server);
  }

  private final class Running extends HarnessCell {
    private final Path report;
    private final Path archive;
    private final Path classes;

    Running(Suite suite, Cell cell, int round, int position, ServerUnderTest server) {
      super(suite, cell, round, position, server, clock);
      this.report = scratch.resolve("cold-%d-%d.json".formatted(round, position));
      this.archive = scratch.resolve("cold-%d-%d.jsa".formatted(round, position));
      this.classes = scratch.resolve("cold-%d-%d.classes".formatted(round, position));
    }

    @Override
    public boolean awaitReady() {
      return true;
    }

    /**
     * One start that does not count: files come into the page cache, classes into the archive, and
     * their names into a log.
     */
    @Override
    public boolean warmUp() {
      if (timed(cache.writtenTo(archive), LoadedClasses.loggedTo(classes)) < 0) {
        return false;
      }
      try {
        needed(LoadedClasses.footprint(classes, CLASS_PATH));
        return true;
      } catch (IOException e) {
        return failed("no log of the loaded classes: " + FailureText.of(e));
      }
    }

    @Override
    public boolean awaitSlice() {
      long nanos = timed(cache.readFrom(archive));
      if (nanos < 0) {
        return false;
      }
      onSlice(List.of(nanos));
      return true;
    }

    /** Nanoseconds from start to answer, or -1 if there is none. */
    private long timed(Optional<String> cacheFlag, String... flags) {
      try {
        long start = System.nanoTime();
        Process process =
            JavaCommand.process(command(cacheFlag, flags))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        // Its end closes its stdout, on which we wait for the answer.
        CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS)
            .execute(process::destroyForcibly);
        try (BufferedReader stdout = process.inputReader(StandardCharsets.UTF_8)) {
          boolean answered = awaitAnswer(stdout);
          long nanos = System.nanoTime() - start;
          if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the JVM did not end within " + LIMIT_SECONDS + " s");
          }
          ForkReport reported = json.readValue(report.toFile(), ForkReport.class);
          if (!answered || reported.answer() == null) {
            throw new IOException(
                reported.failure() == null
                    ? "it did not say that it has an answer"
                    : reported.failure());
          }
          keep(reported);
          return nanos;
        } finally {
          process.destroyForcibly();
        }
      } catch (IOException e) {
        failed(FailureText.of(e));
        return -1;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while a JVM started", e);
      }
    }

    /** The JVM's own warnings, which it writes to stdout as well, may come before. */
    private static boolean awaitAnswer(BufferedReader stdout) throws IOException {
      String line = stdout.readLine();
      while (line != null && !line.equals(ColdStart.ANSWERED)) {
        line = stdout.readLine();
      }
      return line != null;
    }

    private void keep(ForkReport reported) throws IOException {
      if (answer() != null && !answer().bitsSha256().equals(reported.answer().bitsSha256())) {
        throw new IOException("an answer differs from the cell's first");
      }
      answered(reported.answer(), reported.peakRssBytes());
    }

    private List<String> command(Optional<String> cacheFlag, String... flags) {
      Variant variant = Variant.parse(cell.client());
      Jdk jdk = Jdk.of(cell.jvm());
      List<String> command = JavaCommand.of(jdk.executable());
      cacheFlag.ifPresent(command::add);
      command.addAll(List.of(flags));
      command.addAll(JvmFlags.forNativeLibraries(jdk.feature()));
      command.addAll(cell.jvm().args());
      command.addAll(ForkProperties.coldStartArguments(plans.of(suite.modelOf(cell)), report));
      command.addAll(List.of("-cp", CLASS_PATH));
      command.add(ColdStart.class.getName());
      command.addAll(List.of(server.target(variant.transport()).toString(), server.model()));
      variant.axes().forEach((axis, value) -> command.add(axis + "=" + value));
      return command;
    }

    @Override
    public void close() {
      // Nothing outlives its time slice.
    }
  }
}
