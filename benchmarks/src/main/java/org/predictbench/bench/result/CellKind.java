package org.predictbench.bench.result;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.predictbench.bench.files.InputException;

/**
 * A way to measure a cell, as far as suites and reports must know it; package {@code kind} knows
 * how it is done. Implementations are found as services, and each exists once.
 */
public interface CellKind {
  /** The kind of a cell that names none: a client variant calls Predict over the wire. */
  String DEFAULT = "predict";

  /** The kind of a cell whose client names a class. */
  String OWN_CLIENT = "own-client";

  /** The kind of a cell whose client is a program of its own. */
  String PROCESS = "process";

  /** As suites spell it, such as {@code raw-socket}. */
  String id();

  /** Whether the server under test, and so its build and threads, play a part. */
  default boolean needsServer() {
    return true;
  }

  /** Whether a client variant, or a part of one, is at work. */
  default boolean hasVariant() {
    return true;
  }

  /** Whether a client makes Predict calls, of ours or a program of its own: a step of a ladder. */
  default boolean hasClient() {
    return hasVariant();
  }

  /** Whether it is the server's own share of a call, without a client: no step of a ladder. */
  default boolean isServerAlone() {
    return false;
  }

  /** Whether it sends the run's requests, or turns them into bytes, so that they must fit it. */
  default boolean sendsRequests() {
    return needsServer();
  }

  /** Whether it is a call from end to end, which is not compared with a part of one as a step. */
  default boolean isWholeCall() {
    return needsServer();
  }

  /** Whether it tells the parts of a call apart, by stamps of the embedded server too. */
  default boolean hasCallParts() {
    return false;
  }

  /** All kinds, by name. */
  static List<CellKind> all() {
    return Kinds.ALL;
  }

  /**
   * The kind of that name.
   *
   * @throws InputException if there is none, with the names of those there are
   */
  static CellKind of(String id) {
    return all().stream()
        .filter(kind -> kind.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "unknown '%s'; known: %s"
                        .formatted(
                            id,
                            all().stream().map(CellKind::id).collect(Collectors.joining(", ")))));
  }

  /** Loaded on first use. */
  final class Kinds {
    private static final List<CellKind> ALL =
        ServiceLoader.load(CellKind.class, CellKind.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparing(CellKind::id))
            .toList();

    private Kinds() {}
  }
}
