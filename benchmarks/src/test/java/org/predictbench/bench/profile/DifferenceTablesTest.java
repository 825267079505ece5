package org.predictbench.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.profile.Section.Part;

/** Two cells of known weights, recorded for different numbers of calls. */
class DifferenceTablesTest {
  private static final String ENCODER = "[main];org.predictbench.client.Encoding$1.write_[j]";
  private static final String NETTY = "[main];io.netty.buffer.ByteBuf.read_[j]";

  @Test
  void weightsAreThoseOfACallAndTheLargestSavingIsNamed() {
    // As many samples of both layers in both cells; only a call's share tells them apart.
    Part slow = part("slow", 10, Map.of(ENCODER, 50_000L, NETTY, 10_000L));
    Part fast = part("fast", 100, Map.of(ENCODER, 50_000L, NETTY, 10_000L));
    String text = tables(slow, fast).terminal();
    assertThat(text)
        .contains("A call of slow takes 6.00 µs, of fast 0.60 µs")
        .contains("The largest saving of fast is in encoding: 4.50 µs a call");
    assertThat(text.lines().filter(line -> line.startsWith("Netty")).findFirst().orElseThrow())
        .endsWith("+0.90 µs");
  }

  @Test
  void slicesAlternateAndEachPairChangesItsOrder() {
    assertThat(List.of(0, 1, 2, 3, 4, 5).stream().map(Recorder::recorded))
        .containsExactly(true, false, false, true, true, false);
  }

  private static DifferenceTables tables(Part first, Part second) {
    Profile profile =
        new Profile(
            "m",
            1,
            null,
            List.of(ProfileEvent.CPU),
            List.of(first.cell(), second.cell()),
            List.of());
    return new DifferenceTables(profile, new Section(ProfileEvent.CPU, List.of(first, second)));
  }

  private static Part part(String name, long calls, Map<String, Long> weights) {
    ProfiledCell cell =
        new ProfiledCell(
            name,
            name,
            "predict",
            Map.of(),
            "native",
            1,
            List.of("client"),
            List.of(
                new ProfiledSlice(0, true, calls, 1), new ProfiledSlice(1, false, 7 * calls, 1)),
            null);
    Stacks stacks = new Stacks(weights);
    return new Part(
        cell, "client", stacks, Weights.of(stacks, LayerRules.shipped(), cell.recordedCalls()));
  }
}
