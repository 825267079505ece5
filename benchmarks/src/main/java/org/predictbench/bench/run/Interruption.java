package org.predictbench.bench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.predictbench.bench.process.Scratch;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.Suite;

/**
 * What happens on Ctrl-C, or SIGTERM, while a run measures: the children end, what is recorded is
 * made into a report, and one line says how to go on. The exit code is the system's own for a
 * process ended so: 130 after SIGINT, 143 after SIGTERM.
 */
final class Interruption implements AutoCloseable {
  private static final int CHILDREN_SECONDS = 5;

  private final RunDirectory directory;
  private final Path scratch;
  private final PrintStream out;
  private final CountDownLatch measured = new CountDownLatch(1);
  private final Thread hook = new Thread(this::wrapUp, "interruption");

  /** Watches from now on until {@link #close}. */
  Interruption(RunDirectory directory, Path scratch, PrintStream out) {
    this.directory = directory;
    this.scratch = scratch;
    this.out = out;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The measuring is over, whether done or stopped. Idempotent. */
  @Override
  public void close() {
    measured.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is on its way down: the hook runs, as it should.
    }
  }

  private void wrapUp() {
    // First: what the forks do from here on, they do because they are being ended.
    directory.seal();
    try {
      endChildren();
      report();
      // Last: what is measured matters more than what is left lying about.
      Scratch.delete(scratch);
    } catch (IOException | RuntimeException e) {
      out.printf("not all was wrapped up: %s%n", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.flush();
  }

  // Again and again, since the measuring thread may be about to start another one.
  private void endChildren() throws InterruptedException {
    for (int i = 0; i < CHILDREN_SECONDS * 10; i++) {
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
      if (measured.await(100, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  /** {@code 12 of 60 forks}; once rounds are added, nobody knows how many there will be. */
  static String measured(int kept, Suite suite) {
    int planned = suite.forks();
    return kept <= planned
        ? "%d of %d forks".formatted(kept, planned)
        : "%d forks, %d of them in added rounds,".formatted(kept, kept - planned);
  }

  private void report() throws IOException {
    Suite suite = directory.suite();
    int kept = directory.forks().size();
    boolean keeps = directory.requests().isPresent();
    String again = directory.inputs().map(inputs -> inputs.optionsToGiveAgain(keeps)).orElse("");
    if (kept > 0) {
      Reporter.rebuild(directory.path());
    }
    out.printf(
        "%ninterrupted with %s measured, which are kept; go on with: "
            + "java -jar benchmarks/target/benchmarks.jar run --resume %s%s%n",
        measured(kept, suite), directory.path(), again);
  }
}
