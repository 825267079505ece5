package org.predictbench.bench.profile;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.kind.RunnableKind;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Suites;
import org.predictbench.bench.run.OwnCells;
import org.predictbench.client.axis.Axis;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.Reuse;
import org.predictbench.client.axis.TargetKind;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.client.axis.Variant;

/**
 * The cell that a name stands for: {@code SUITE/CELL}, a preset ({@code naive}, {@code best},
 * {@code leanest}, {@code grpc}), or values of axes, joined by commas, in a client that otherwise
 * keeps its channel and wraps {@code tensor_content}: {@code float-val-boxed} or {@code
 * direct,netty-uds} or {@code reuse=channel-per-call}.
 *
 * @param suite the suite that describes the cell, if one does
 */
record NamedCell(String asked, Cell cell, Optional<Suite> suite) {
  private static final Variant PLAIN =
      Variant.naive()
          .with(Reuse.SHARED)
          .with(Variant.grpc().transport())
          .with(TensorEncoding.TENSOR_CONTENT_WRAP)
          .with(Protos.FULL);

  /**
   * @param server config for a client that no suite describes
   * @param classPath adds a user's own clients to the suite
   * @throws IllegalArgumentException if the name stands for nothing that can be profiled
   */
  static NamedCell parse(String asked, String server, ClassPath classPath) {
    int slash = asked.lastIndexOf('/');
    if (slash > 0) {
      return ofSuite(
          asked,
          OwnCells.of(Suites.load(asked.substring(0, slash)), classPath),
          asked.substring(slash + 1));
    }
    Variant variant = Variant.preset(asked, TargetKind.TCP).orElseGet(() -> composed(asked));
    String name = asked.replaceAll("[^A-Za-z0-9.-]+", "-");
    return new NamedCell(
        asked,
        new Cell(name, asked, variant.axes(), server, CellKind.of(CellKind.DEFAULT)),
        Optional.empty());
  }

  private static NamedCell ofSuite(String asked, Suite suite, String cellName) {
    Cell cell =
        suite
            .cell(cellName)
            .orElseThrow(
                () ->
                    new InputException(
                        "suite '%s' has no cell '%s'; it has: %s"
                            .formatted(
                                suite.name(),
                                cellName,
                                String.join(
                                    ", ", suite.cells().stream().map(Cell::name).toList()))));
    if (!RunnableKind.of(cell).isProfilable()) {
      throw new InputException(
          "cell '%s' cannot be profiled: no JVM of its own lives for several time slices"
              .formatted(asked));
    }
    String name = suite.name() + "-" + cell.name();
    return new NamedCell(
        asked,
        new Cell(name, cell.step(), cell.client(), cell.server(), cell.kind(), cell.workload())
            .withJvm(cell.jvm()),
        Optional.of(suite));
  }

  private static Variant composed(String asked) {
    Variant variant = PLAIN;
    for (String item : asked.split(",", -1)) {
      variant = variant.with(value(item.strip()));
    }
    // A message of another kind has no use for generated classes, and cannot do otherwise.
    return variant.unavailable().isPresent() && variant.with(Protos.NONE).unavailable().isEmpty()
        ? variant.with(Protos.NONE)
        : variant;
  }

  private static Axis value(String item) {
    int equals = item.indexOf('=');
    if (equals > 0) {
      Map<String, String> axes = new LinkedHashMap<>(PLAIN.axes());
      String axis = item.substring(0, equals);
      axes.put(axis, item.substring(equals + 1));
      // Names the known axes and values where it finds none.
      Variant named = Variant.parse(axes);
      return all()
          .filter(value -> Axis.nameOf(value).equals(axis))
          .filter(value -> value.id().equals(named.axes().get(axis)))
          .findFirst()
          .orElseThrow();
    }
    List<Axis> known = all().filter(value -> value.id().equals(item)).toList();
    if (known.size() != 1) {
      throw new InputException(
          known.isEmpty()
              ? ("unknown cell '%s': expected SUITE/CELL, naive, best, leanest, grpc, or values of axes"
                      + " ('list clients')")
                  .formatted(item)
              : "'%s' is a value of several axes: write AXIS=%s".formatted(item, item));
    }
    return known.get(0);
  }

  private static Stream<Axis> all() {
    return Axis.all().stream().flatMap(axis -> Arrays.stream(axis.getEnumConstants()));
  }
}
