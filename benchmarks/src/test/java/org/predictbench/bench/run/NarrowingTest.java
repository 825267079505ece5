package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suites;
import org.predictbench.client.Target;

/** What is left of the ladder when the server is given. */
class NarrowingTest {

  @Test
  void serverStepsFallTogetherAndTheControlStays() {
    var suite = Narrowing.to(new Target.Tcp("h", 8500), "resnet", Suites.load("ladder"));

    assertThat(suite.cells())
        .extracting(Cell::name)
        .containsExactly(
            "naive-generic",
            "naive-generic-again",
            "kept-channel",
            "tensor-content",
            "slim",
            "unix-socket",
            "best");
    assertThat(suite.cell("best").orElseThrow().client()).containsEntry("transport", "netty-epoll");
    assertThat(suite.model()).isEqualTo("resnet");
  }

  @Test
  void aForeignServerTellsNoTimes() {
    var suite = Narrowing.to(new Target.Tcp("h", 8500), "m", Suites.load("anatomy"));

    assertThat(suite.cells()).extracting(Cell::kind).containsOnly(Cell.Kind.PREDICT);
  }

  @Test
  void aUnixSocketIsReachedByUnixSocketAlone() {
    var suite = Narrowing.to(new Target.Unix("/s"), "resnet", Suites.load("ladder"));

    assertThat(suite.cells())
        .allMatch(cell -> cell.client().get("transport").equals("netty-uds"))
        .extracting(Cell::name)
        .doesNotContain("unix-socket", "session-run")
        .contains("slim", "best");
  }
}
