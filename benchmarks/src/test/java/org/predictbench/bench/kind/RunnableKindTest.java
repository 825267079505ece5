package org.predictbench.bench.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.Suites;
import org.predictbench.bench.result.Workload;

/** Every kind is found without a list, and says by itself what its cells may ask for. */
class RunnableKindTest {

  @Test
  void everyKindIsFoundAndCanBeRun() {
    assertThat(CellKind.all())
        .extracting(CellKind::id)
        .contains("predict", "session-run", "cold-start-cds", "wire")
        .doesNotHaveDuplicates()
        .isSorted();
    assertThat(CellKind.all()).allMatch(RunnableKind.class::isInstance);
    assertThatThrownBy(() -> CellKind.of("abacus"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("unknown 'abacus'; known: anatomy, cold-start");
  }

  @Test
  void everyShippedCellFitsItsKind() throws Exception {
    for (String suite : Suites.shipped()) {
      for (Cell cell : Suites.load(suite).cells()) {
        assertThatCode(() -> RunnableKind.requireFitting(cell))
            .as("%s/%s", suite, cell.name())
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void whatAKindDoesNotTakeIsRefusedWithThoseThatDo() {
    refused(
        "encode",
        new Workload(2, 0, 0),
        "only cells of kind own-client, predict, session-run, wire have");
    refused("predict", new Workload(1, 0, 9), "only cells of kind raw-socket, wire have values");
  }

  @Test
  void aCellWithoutAVariantNeedsEachOfItsBenchmarksChoices() {
    refused(
        "raw-socket",
        Map.of("socket", "tcp", "x", "y"),
        "a cell of kind raw-socket needs client {socket: tcp|unix}, not {");
    refused("raw-socket", Map.of("socket", "pipe"), "unknown socket 'pipe'; known: tcp, unix");
    refused(
        "decode",
        Map.of("reply", "float-val"),
        "needs client {reply: float-val|tensor-content, protos: full|slim|lite|none}");
  }

  @Test
  void aClientProgramsChoicesAreItsOwn() {
    refused(
        "process",
        Map.of(),
        "cell 'c': client: neither program nor command; known: python, cpp, node, java");
    refused(
        "cold-start-process",
        Map.of("program", "python", "reuse", "pool-4"),
        "client: unknown reuse 'pool-4' of program python; known: shared, channel-per-call");
    assertThat(CellKind.all())
        .filteredOn(kind -> kind.hasClient() && !kind.hasVariant())
        .extracting(CellKind::id)
        .containsExactly("cold-start-process", "own-client", "process");
  }

  private static void refused(String kind, Map<String, String> client, String why) {
    Cell cell = new Cell("c", "c", client, Cell.NO_SERVER, CellKind.of(kind));
    assertThatThrownBy(() -> RunnableKind.requireFitting(cell))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static void refused(String kind, Workload workload, String why) {
    Cell cell = new Cell("c", "c", Map.of(), Cell.NO_SERVER, CellKind.of(kind), workload);
    assertThatThrownBy(() -> RunnableKind.requireFitting(cell))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(why);
  }
}
