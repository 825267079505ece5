package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.own.CompiledClients;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Suites;

class OwnCellsTest {
  @TempDir private Path folder;

  private ClassPath path;

  @BeforeEach
  void compile() throws Exception {
    path = CompiledClients.wrapping(folder, "");
  }

  @Test
  void aClassPathAddsItsClientsBesideWhatTheSuiteIsAbout() {
    Suite ladder = Suites.load("ladder");

    Suite with = OwnCells.of(ladder, path);

    assertThat(with.cells()).hasSize(ladder.cells().size() + 1).containsAll(ladder.cells());
    Cell own = with.cell("own-acme-s-own-client").orElseThrow();
    assertThat(own.step()).isEqualTo("Acme's (own) client");
    assertThat(own.client()).containsExactly(Map.entry("class", "acme.Factory"));
    assertThat(own.server()).isEqualTo(ladder.cell("best").orElseThrow().server());
    assertThat(OwnCells.of(ladder, ClassPath.EMPTY)).isEqualTo(ladder);
  }

  @Test
  void aSuiteThatNamesTheClientItselfStaysAsItIs() {
    Suite named = with("acme.Factory");
    assertThat(OwnCells.of(named, path)).isEqualTo(named);
  }

  @Test
  void whatIsNotThereIsRefusedBeforeAnythingIsMeasured() {
    assertThatThrownBy(() -> OwnCells.of(with("acme.Absent"), path))
        .isInstanceOf(InputException.class)
        .hasMessage("cell 'mine': no client class acme.Absent in classes");
    assertThatThrownBy(() -> OwnCells.of(with("acme.Factory"), ClassPath.EMPTY))
        .hasMessage(
            "cell 'mine': no client class acme.Factory: name the jar that holds it,"
                + " --class-path FILE");
    assertThatThrownBy(() -> OwnCells.of(Suites.load("encoding"), path))
        .hasMessage(
            "suite 'encoding' makes no whole calls, beside which a client could be measured: try"
                + " 'run clients --class-path ...'");
  }

  private static Suite with(String className) {
    Suite clients = Suites.load("clients");
    List<Cell> cells = new ArrayList<>(clients.cells());
    cells.add(
        new Cell(
            "mine",
            "mine",
            Map.of("class", className),
            "native-tuned",
            CellKind.of(CellKind.OWN_CLIENT)));
    return clients.withCells(cells);
  }
}
