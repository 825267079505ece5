package org.predictbench.bench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.predictbench.client.axis.Reuse;

class SpaceTest {
  private static Space read(String yaml) {
    return Space.read("space.yaml", yaml, new Space.Circumstances(8, 100, false));
  }

  @Test
  void theShippedOneBeginsWithWhatServersDoByThemselves() {
    Space space = read(Space.text(null));
    assertThat(space.settings()).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    assertThat(space.today().name()).isEqualTo("native-intra0-inter0.grpc");
    assertThat(space.today().config().batching().enabled()).isFalse();
  }

  @Test
  void everyCombinationIsThereOnce() {
    Space space =
        read(
            """
            intra_op: [0, half, auto, 8]
            batching: ["off", {max_batch_size: 8, timeout_micros: 500, threads: auto}]
            grpc_max_threads: [0, 4]
            client: [best, grpc]
            connections: [1, 4]
            """);
    assertThat(space.settings()).hasSize(3 * 2 * 2 * 2 * 2);
    assertThat(space.servers()).isEqualTo(3 * 2 * 2);
    Setting last = space.settings().get(space.settings().size() - 1);
    assertThat(last.name())
        .isEqualTo("native-intra8-inter0-batch8-wait500us-workers8-grpc4.grpc-pool4");
    assertThat(last.config().flags()).containsExactly("--grpc_max_threads=4");
    assertThat(last.variant().reuse()).isEqualTo(Reuse.POOL_4);
    assertThat(last.changes(space.today())).isEqualTo(5);
  }

  @Test
  void batchesMayBeMultiplesOfTheLargestRequest() {
    Space space = read("batching: [off, {max_batch_size: 4x}]");
    assertThat(space.settings().get(1).batching().maxBatchSize()).isEqualTo(400);
  }

  /** YAML 1.1 takes the word for false. */
  @Test
  void offNeedsNoQuotes() {
    assertThat(read("batching: [off, {max_batch_size: 2}]").settings()).hasSize(2);
  }

  @Test
  void aGivenServerLeavesTheClient() {
    Space space = Space.read("s", Space.text(null), new Space.Circumstances(2, 1, true));
    assertThat(space.servers()).isEqualTo(1);
    assertThat(space.settings()).extracting(Setting::clientName).containsExactly("grpc", "best");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "threads: [1] | threads: unknown key",
        "build: [fast] | build: unknown 'fast'; known: sse41",
        "intra_op: [many] | intra_op: expected numbers from 0, 'half' or 'auto', found 'many'",
        "intra_op: 2 | intra_op: expected a list",
        "connections: [3] | connections: expected 1, 2, 4 or 8, found '3'",
        "client: [curl] | client: unknown 'curl'; known: naive, grpc, best, leanest",
        "batching: [{timeout_micros: 5}] | batching[0]: max_batch_size",
        "batching: [{max_batch_size: 0}] | expected rows, or 4x for four of the largest",
        "batching: [{max_batch_size: 8y}] | expected rows, or 4x for four of the largest",
        "batching: [on] | batching[0]"
      })
  void mistakesAreOneLine(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
