package org.predictbench.bench.kind;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.process.CallerThreads;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;

/**
 * A kind of cell and how it is measured. To add one, write its class with {@code @AutoService}, the
 * benchmark it runs, and a suite that has such cells; nothing lists the kinds.
 */
public interface RunnableKind extends CellKind {

  /** Whether several threads may call at once. */
  default boolean allowsCallers() {
    return false;
  }

  /** Whether a cell may send another number of floats than the image has. */
  default boolean allowsValues() {
    return false;
  }

  /** Whether a cell's client may run on a JVM of its own choice. */
  default boolean allowsJvm() {
    return false;
  }

  /** Whether the client can be slowed on purpose, for a calibration. */
  default boolean isSlowable() {
    return false;
  }

  /** Whether a profiler can look on, which needs a process that lives for several time slices. */
  default boolean isProfilable() {
    return true;
  }

  /**
   * Checks what of a cell is this kind's alone.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  default void check(Cell cell) {}

  /**
   * What this machine lacks for a cell, in one line that says what to install; empty if it lacks
   * nothing.
   */
  default Optional<String> unavailable(Cell cell) {
    return Optional.empty();
  }

  /** What measures cells of this kind. */
  CellRun run(RunTools tools);

  /** A cell's kind. */
  static RunnableKind of(Cell cell) {
    return of(cell.kind());
  }

  /** A kind with what is needed to run it. */
  static RunnableKind of(CellKind kind) {
    if (kind instanceof RunnableKind runnable) {
      return runnable;
    }
    throw new IllegalArgumentException("kind '" + kind.id() + "' cannot be run");
  }

  /**
   * Checks what holds for all kinds, then what is this cell's kind's alone.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  static void requireFitting(Cell cell) {
    RunnableKind kind = of(cell);
    kind.check(cell);
    require(
        cell.workload().values() == 0 || kind.allowsValues(),
        cell,
        RunnableKind::allowsValues,
        "have values of their own");
    require(
        cell.callers() == 1 || kind.allowsCallers(),
        cell,
        RunnableKind::allowsCallers,
        "have several callers");
    require(
        cell.workload().callerThreads() == CallerThreads.PLATFORM || kind.allowsJvm(),
        cell,
        RunnableKind::allowsJvm,
        "have virtual callers");
    require(
        cell.jvm().isOurs() || kind.allowsJvm(),
        cell,
        RunnableKind::allowsJvm,
        "have a JVM of their own");
    require(
        !kind.hasVariant() || cell.slowdown() == 0 || kind.isSlowable(),
        cell,
        RunnableKind::isSlowable,
        "can be slowed");
  }

  private static void require(boolean fits, Cell cell, Predicate<RunnableKind> those, String what) {
    if (!fits) {
      throw new InputException(
          "cell '%s': only cells of kind %s %s"
              .formatted(
                  cell.name(),
                  CellKind.all().stream()
                      .filter(kind -> those.test(of(kind)))
                      .map(CellKind::id)
                      .collect(Collectors.joining(", ")),
                  what));
    }
  }
}
