package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.Suites;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Axis;
import org.predictbench.client.axis.Transport;

/** What is left of the ladder when the server is given. */
class NarrowingTest {

  @Test
  void serverStepsFallTogetherAndTheControlStays() {
    var suite = Narrowing.to(new Target.Tcp("h", 8500), "resnet", Suites.load("ladder"));

    assertThat(suite.cells())
        .extracting(Cell::name)
        .containsExactly(
            "naive-stock",
            "naive-stock-again",
            "kept-channel",
            "tensor-content",
            "slim",
            "unix-socket",
            "best");
    assertThat(suite.cell("best").orElseThrow().client()).containsEntry("transport", "multiplexed");
    assertThat(suite.model()).isEqualTo("resnet");
  }

  /** Of a server that somebody else runs, nobody here knows the build. */
  @Test
  void stepsAreNamedByWhatIsMeasured() {
    var suite = Narrowing.to(new Target.Tcp("h", 8500), "resnet", Suites.load("ladder"));

    assertThat(suite.cells())
        .extracting(Cell::step)
        .containsExactly(
            "channel-per-call, netty-nio, float-val-boxed, full, blocking",
            "A/A control",
            "+ reuse shared",
            "+ encoding tensor-content-wrap",
            "+ protos slim",
            "+ transport netty-epoll",
            "+ transport multiplexed, encoding direct, protos none");
    var contained = Narrowing.toContainers(Suites.load("ladder"));
    assertThat(contained.cell("naive-avx2").orElseThrow().step())
        .isEqualTo("+ build for AVX2 and FMA");
    assertThat(contained.cell("unix-socket").orElseThrow().step())
        .isEqualTo("+ transport netty-epoll");
  }

  @Test
  void containersKeepTheirServersAndAreReachedByTcp() {
    var suite = Narrowing.toContainers(Suites.load("ladder"));

    assertThat(suite.cells())
        .extracting(Cell::name)
        .contains("naive-avx2", "naive-tuned", "best")
        .doesNotContain("session-run");
    assertThat(suite.cell("best").orElseThrow().client()).containsEntry("transport", "multiplexed");
    assertThat(suite.cell("naive-avx2").orElseThrow().server()).isEqualTo("avx2-fma");
    assertThat(suite.model()).isEqualTo("resnet50-v2");
    assertThatThrownBy(() -> Narrowing.toContainers(Suites.load("server-overhead")))
        .hasMessage(
            "suite 'server-overhead' compares with cell 'session-run', which needs the embedded"
                + " server: leave --target out");
  }

  @Test
  void aForeignServerTellsNoTimes() {
    var suite = Narrowing.to(new Target.Tcp("h", 8500), "m", Suites.load("anatomy"));

    assertThat(suite.cells()).extracting(Cell::kind).containsOnly(CellKind.of("predict"));
  }

  @Test
  void aUnixSocketIsReachedByUnixSocketAlone() {
    var suite = Narrowing.to(new Target.Unix("/s"), "resnet", Suites.load("ladder"));

    assertThat(suite.cells())
        .allMatch(
            cell -> Axis.parse(Transport.class, cell.client().get("transport")).usesUnixSocket())
        .extracting(Cell::name)
        .doesNotContain("unix-socket", "session-run")
        .contains("slim", "best");
  }
}
