package org.predictbench.bench.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.predictbench.bench.bundle.ChildProcess;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.process.CallerThreads;
import org.predictbench.bench.result.Cell;
import org.predictbench.client.axis.CallExecutor;
import org.predictbench.client.axis.Variant;
import org.predictbench.server.config.Jvm;
import org.predictbench.server.launch.Jdk;

/** The JVMs that cells and their servers ask for. */
final class Jvms {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Jvms() {}

  /**
   * Why a JVM that a cell asks for, for its client or its server, is not here; empty if it is.
   *
   * @throws InputException if it is here and does not take its arguments, in its own words
   */
  static Optional<String> unavailable(Cell cell, Jvm jvm) {
    Optional<String> why = Jdk.unavailable(jvm).or(() -> tooOld(cell, jvm));
    if (why.isEmpty() && !jvm.args().isEmpty()) {
      requireTaken(cell, jvm);
    }
    return why;
  }

  /** A server's JVM has no callers. */
  private static Optional<String> tooOld(Cell cell, Jvm jvm) {
    return jvm.equals(cell.jvm())
            && cell.workload().callerThreads() == CallerThreads.VIRTUAL
            && Jdk.of(jvm).feature() < CallExecutor.VIRTUAL_SINCE
        ? Optional.of(
            "virtual threads need JDK %d or later, such as jvm: {home: 25}"
                .formatted(CallExecutor.VIRTUAL_SINCE))
        : Optional.empty();
  }

  /** The variant as far as our JVM tells whether it can run: virtual threads are the cell's. */
  static Variant checkedHere(Cell cell, Variant variant) {
    boolean can =
        !cell.jvm().isOurs()
            && (Jdk.unavailable(cell.jvm()).isPresent()
                || Jdk.of(cell.jvm()).feature() >= CallExecutor.VIRTUAL_SINCE);
    return can && variant.executor() == CallExecutor.VIRTUAL
        ? variant.with(CallExecutor.DEFAULT)
        : variant;
  }

  private static void requireTaken(Cell cell, Jvm jvm) {
    List<String> command = new ArrayList<>(List.of(Jdk.of(jvm).executable().toString()));
    command.addAll(jvm.args());
    command.add("-version");
    try {
      ChildProcess.Ending ending = ChildProcess.run(command, LIMIT);
      if (ending.status() != 0) {
        throw new InputException(
            "cell '%s': jvm: %s: %s"
                .formatted(
                    cell.name(),
                    jvm.text(),
                    ending.output().lines().findFirst().orElse("it does not start")));
      }
    } catch (IOException e) {
      throw new InputException("cell '%s': jvm: %s".formatted(cell.name(), e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a JVM was tried", e);
    }
  }
}
