package org.predictbench.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Listing;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.SuiteYaml;
import org.predictbench.bench.result.Synthetic;
import org.predictbench.bench.stats.Summary;

class HeadlineTest {
  private static final Suite SUITE = Synthetic.suite(6);

  @Test
  void comparesTheCellsThatTheSuiteNames() {
    Headline headline = headline(Optional.of("fast"), Optional.of("other"), 0.002);

    // 500 µs against 250 µs.
    assertThat(headline.step()).isEqualTo("+ kept channel");
    assertThat(headline.against()).isEqualTo("+ other build");
    assertThat(headline.ratio().value()).isBetween(1.9, 2.1);
    assertThat(headline.range()).matches("\\[[12]\\.\\d\\d, 2\\.\\d\\d]");
  }

  @Test
  void againstNothingIsAgainstTheBaseline() {
    Headline headline = headline(Optional.of("fast"), Optional.empty(), 0.002);

    assertThat(headline.against()).isEqualTo("naive");
    assertThat(headline.toString())
        .matches(
            "“kept channel” takes 0\\.(49|50)\\d × the time of “naive” \\[.*], p50 .* against .*");
  }

  @Test
  void aSuiteThatNamesNoneHasItsLastStepWhicheverIsFastest() {
    assertThat(headline(Optional.empty(), Optional.empty(), 0.002).step())
        .isEqualTo("+ other build");
  }

  @Test
  void saysWhatWasMeasuredWhereNoDifferenceIsShown() {
    assertThat(headline(Optional.of("control"), Optional.empty(), 0.2).toString())
        .matches(
            "“A/A control” takes \\d\\.\\d+ × the time of “naive” \\[.*] \\(no difference shown\\), p50 .*");
  }

  @Test
  void aCellThatIsNotThereAnyMoreIsNotNamed() {
    Suite smaller =
        listed(Optional.of("other"), Optional.of("fast")).withCells(SUITE.cells().subList(0, 3));

    assertThat(smaller.listing()).isEqualTo(Listing.NONE);
  }

  @Test
  void whatASuiteNamesIsWrittenAndReadAgain() {
    Suite suite = listed(Optional.of("fast"), Optional.of("other"));

    assertThat(SuiteYaml.read("suite.yaml", SuiteYaml.write(suite)).listing())
        .isEqualTo(suite.listing());
  }

  @Test
  void readersNumbersHaveThreeDigits() {
    assertThat(List.of(0.00885112, 0.145, 0.9996, 2.0, 8.2399, 47.8802, 766.08, 7025.0))
        .extracting(Numbers::three)
        .containsExactly("0.00885", "0.145", "1.00", "2.00", "8.24", "47.9", "766", "7030");
  }

  private static Suite listed(Optional<String> cell, Optional<String> against) {
    return new Suite(
        SUITE.name(),
        SUITE.question(),
        SUITE.model(),
        SUITE.batchSize(),
        SUITE.protocol(),
        SUITE.baseline(),
        SUITE.control(),
        SUITE.maxControlHalfWidth(),
        SUITE.tolerance(),
        SUITE.cells(),
        new Listing(Optional.empty(), cell, against));
  }

  private static Headline headline(Optional<String> cell, Optional<String> against, double sigma) {
    Suite suite = listed(cell, against);
    List<ForkRecord> forks = Synthetic.forks(suite, 1, 200, sigma);
    return Headline.of(Summary.of(suite, forks, 1)).orElseThrow();
  }
}
