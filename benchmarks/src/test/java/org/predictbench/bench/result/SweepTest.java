package org.predictbench.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.predictbench.server.config.ServerConfigs;

/** Lists of settings, made into cells for the machine at hand. */
class SweepTest {

  @Test
  void valuesFollowFromTheProcessors() throws Exception {
    String threads = "[{intra_op: [1, half, auto], inter_op: [1, auto], callers: [1, 8]}]";
    assertThat(cells(threads, 8)).hasSize(3 * 2 * 2);
    List<Cell> onTwo = cells(threads, 2);
    assertThat(onTwo)
        .extracting(Cell::name)
        .containsExactly(
            "native-intra1-inter1-c1",
            "native-intra1-inter1-c8",
            "native-intra1-inter2-c1",
            "native-intra1-inter2-c8",
            "native-intra2-inter1-c1",
            "native-intra2-inter1-c8",
            "native-intra2-inter2-c1",
            "native-intra2-inter2-c8");
    assertThat(onTwo.get(5).callers()).isEqualTo(8);
    assertThat(onTwo.get(5).step()).isEqualTo("native, intra 2, inter 1");
  }

  @Test
  void everyCellHasAServerThatItsNameSpells() throws Exception {
    List<Cell> cells =
        cells(
            """
            - client: {transport: netty-epoll}
              build: [native, eigen-sse41]
              intra_op: [auto]
              max_batch_size: [4]
              batch_timeout_micros: [0, 2500]
              batch_threads: [auto]
            """,
            3);
    assertThat(cells).hasSize(4);
    Cell last = cells.get(3);
    assertThat(last.client()).isEqualTo(Map.of("transport", "netty-epoll"));
    assertThat(last.step())
        .isEqualTo("eigen-sse41, intra 3, inter 0, batch 4, wait 2.5 ms, run at once 3");
    var batching = ServerConfigs.load(last.server()).batching();
    assertThat(List.of(batching.maxBatchSize(), batching.timeoutMicros(), batching.threads()))
        .containsExactly(4, 2500, 3);
  }

  @Test
  void faultsAreNamed() {
    assertThatThrownBy(() -> cells("[{intra_op: [many]}]", 2))
        .hasMessage("x: sweep[0]: intra_op: expected numbers, half or auto, found many");
    assertThatThrownBy(() -> cells("[{build: [fast]}]", 2))
        .hasMessageStartingWith("x: sweep[0]: build: unknown 'fast'; known: sse41, ");
    assertThatThrownBy(() -> cells("[{threads: [1]}]", 2)).hasMessageContaining("unknown key");
  }

  @Test
  void aCellThatIsThereAlreadyIsNotSweptAgain() {
    Suite threads = Suites.load("threads");
    assertThat(threads.cells())
        .filteredOn(cell -> cell.server().equals("native-intra1-inter1") && cell.callers() == 1)
        .extracting(Cell::name)
        .containsExactly("one-thread", "one-thread-again");
  }

  private static List<Cell> cells(String yaml, int processors) throws Exception {
    return new Sweep("x", processors).cells(new YAMLMapper().readTree(yaml));
  }
}
