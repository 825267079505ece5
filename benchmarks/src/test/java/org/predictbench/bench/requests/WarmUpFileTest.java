package org.predictbench.bench.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.Tensor;

class WarmUpFileTest {
  @TempDir Path folder;

  private static RequestSet numbered(int count) {
    List<Inputs> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(Inputs.of("x", Tensor.of(new int[] {i}, 1)));
    }
    return new RequestSet("test", requests, List.of());
  }

  private static List<Long> picked(int of, int count, OptionalLong seed) {
    return WarmUpFile.pick(numbered(of), count, seed).stream()
        .map(request -> request.tensor("x").longAt(0))
        .toList();
  }

  @Test
  void requestsAreSpreadEvenly() {
    assertThat(picked(10, 5, OptionalLong.empty())).containsExactly(0L, 2L, 4L, 6L, 8L);
    assertThat(picked(3, 5, OptionalLong.empty())).containsExactly(0L, 1L, 2L);
    assertThat(picked(1_000, 10, OptionalLong.of(1)))
        .hasSize(10)
        .isSorted()
        .isNotEqualTo(picked(1_000, 10, OptionalLong.of(2)))
        .isEqualTo(picked(1_000, 10, OptionalLong.of(1)));
  }

  @Test
  void moreThanAServerTakesIsRefused() {
    assertThatThrownBy(() -> picked(1, 1001, OptionalLong.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1001 warm-up requests: a server takes 1 to 1000");
    assertThatThrownBy(() -> picked(1, 0, OptionalLong.empty()))
        .hasMessage("0 warm-up requests: a server takes 1 to 1000");
  }

  @Test
  void aFileThatIsThereIsReplacedByForceAlone() throws IOException {
    Path file = WarmUpFile.write(folder, "other", numbered(2).requests(), false);
    assertThat(file).isEqualTo(folder.resolve("assets.extra/tf_serving_warmup_requests"));

    assertThatThrownBy(() -> WarmUpFile.write(folder, "other", numbered(3).requests(), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + " is there already: --force replaces it, or move it away");
    WarmUpFile.write(folder, "other", numbered(3).requests(), true);

    assertThat(
            RequestSets.ofModel(folder, new Specs().and("x", DType.INT32, -1).signature("other")))
        .hasValueSatisfying(set -> assertThat(set.requests()).hasSize(3));
    try (var left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }
}
