package org.predictbench.bench.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the golden pages of each sort say first; {@link GoldenRunsTest} holds that it is made so.
 */
class FirstSentencesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-11-24_ladder_000001       | The run is INVALID: its figures are not to be relied on. As measured: With the step “best transport” a call takes 0.293 × the time of “naive client, generic build” [
          2026-11-25_coldstart_000003    | The run is INVALID: its figures are not to be relied on. As measured: “Netty, own marshaller, class archive” takes 0.427 ×
          2026-11-28_calibration_000007  | Runs of 4 rounds saw a difference that is not there in 0 of 2 comparisons, and found a slowdown of 10 % in 100 % of them. The smallest found in four of five: at most 10 %.
          2026-11-28_decoding_000008     | The run is INVALID: its figures are not to be relied on. As measured: “float_val; own reader” takes 0.184 × the time of “float_val; full protos” [
          2026-11-28_load-ceiling_000009 | The run is INVALID: its figures are not to be relied on. As measured: No rate that was tried kept late p99 < 1 ms with “best client”.
          2026-11-28_profile_000010      | A call of “naive” takes 2.45 ms of CPU time in the client (88 % of it in encoding) and
          """)
  void eachPageSaysFirstWhatWasFound(String run, String sentence) throws Exception {
    assertThat(Files.readString(RunFolders.GOLDEN.resolve(run).resolve("README.md")))
        .contains(sentence.strip());
    assertThat(Files.readString(RunFolders.GOLDEN.resolve(run).resolve("report.html")))
        .contains("<p class=\"found\">");
  }
}
