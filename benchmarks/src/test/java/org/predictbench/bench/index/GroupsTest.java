package org.predictbench.bench.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.predictbench.bench.load.suite.LoadSuites;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Listing;
import org.predictbench.bench.result.Suites;

/** Every shipped suite says under which question it is listed, and by which of its cells. */
class GroupsTest {
  static List<String> suites() {
    return Suites.shipped();
  }

  static List<String> loadSuites() {
    return LoadSuites.shipped();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void aSuiteNamesItsGroupAndHeadline(String suite) {
    Listing listing = Suites.listing(suite);

    assertThat(Groups.known(listing.group().orElseThrow())).isNotEqualTo(Groups.OTHER);
    assertThat(listing.headline()).isPresent();
    if (!Suites.resource(suite + ".yaml").contains("\nsweep:")) {
      assertThat(Suites.load(suite).cells())
          .extracting(Cell::name)
          .containsAll(named(listing).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("loadSuites")
  void aLoadSuiteNamesItsGroupAndHeadline(String suite) {
    Listing listing = LoadSuites.listing(suite);
    JsonNode cells =
        LoadSuites.complete(suite, JsonNodeFactory.instance.objectNode()).path("cells");

    assertThat(Groups.known(listing.group().orElseThrow())).isNotEqualTo(Groups.OTHER);
    assertThat(listing.headline()).isPresent();
    assertThat(StreamSupport.stream(cells.spliterator(), false).map(c -> c.path("name").asText()))
        .containsAll(named(listing).toList());
  }

  private static Stream<String> named(Listing listing) {
    return Stream.concat(listing.headline().stream(), listing.against().stream());
  }
}
