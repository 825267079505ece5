package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.kind.CellRun;
import org.predictbench.bench.kind.RunTools;
import org.predictbench.bench.kind.RunnableKind;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.requests.RequestSet;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;
import org.predictbench.bench.result.Workload;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Signature;
import org.predictbench.client.Tensor;

class FittingCellsTest {
  private static final Map<String, String> KEPT = Map.of("reuse", "shared");

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void cellsThatAModelDoesNotAllowAreLeftOutAndNamed() {
    Suite suite =
        suite(
            new Cell("batched", "b", KEPT, "s1", CellKind.of("predict"), new Workload(1, 8, 0)),
            new Cell(
                "image",
                "i",
                Map.of("reuse", "shared", "encoding", "jpeg-bytes"),
                "s1",
                CellKind.of("predict")));

    Suite fitting = fit(suite, plan(fixed(), fixed()));

    assertThat(fitting.cells()).extracting(Cell::name).doesNotContain("batched", "image");
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "left out: batched (a batch of 8: input 'a' has no rows to repeat)",
            "left out: image (it sends image files, and the requests are none)");
  }

  @Test
  void whatFitsStays() {
    Suite suite =
        suite(new Cell("batched", "b", KEPT, "s1", CellKind.of("predict"), new Workload(1, 8, 0)));

    assertThat(fit(suite, plan(new Signature.Spec(DType.FLOAT, new long[] {-1})))).isEqualTo(suite);
    assertThat(said.size()).isZero();
  }

  @Test
  void aCellWhoseProgramThisMachineLacksIsLeftOutWithWhatToInstall() {
    Cell cell = new Cell("python", "p", Map.of(), "s1", new Lacking());

    assertThat(fit(suite(cell), plan(fixed())).cells()).doesNotContain(cell).isNotEmpty();
    assertThat(said.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("left out: python (no python3 here: apt-get install python3)");
  }

  /** A kind of cell that this machine cannot run. */
  private static final class Lacking implements RunnableKind {
    @Override
    public String id() {
      return "lacking";
    }

    @Override
    public Optional<String> unavailable(Cell cell) {
      return Optional.of("no python3 here: apt-get install python3");
    }

    @Override
    public CellRun run(RunTools tools) {
      throw new AssertionError("it is left out");
    }
  }

  @Test
  void withoutABaselineThereIsNoRun() {
    Suite suite = suite().withBatchSize(2);

    assertThatThrownBy(() -> fit(suite, plan(fixed())))
        .hasMessage("cell 'base' cannot run here: a batch of 2: input 'a' has no rows to repeat");
  }

  private Suite fit(Suite suite, CallPlan plan) {
    return FittingCells.of(
        suite,
        Map.of(suite.model(), plan),
        new OmittedCells(new PrintStream(said, true, StandardCharsets.UTF_8)));
  }

  private static Suite suite(Cell... more) {
    Suite suite = Synthetic.suite(1);
    List<Cell> cells = new ArrayList<>(suite.cells());
    cells.addAll(List.of(more));
    return suite.withCells(cells);
  }

  private static Signature.Spec fixed() {
    return new Signature.Spec(DType.FLOAT, new long[] {1});
  }

  private static CallPlan plan(Signature.Spec... specs) {
    Map<String, Signature.Spec> inputs = new TreeMap<>();
    Inputs request = Inputs.none();
    for (int i = 0; i < specs.length; i++) {
      String alias = Character.toString('a' + i);
      inputs.put(alias, specs[i]);
      request = request.with(alias, Tensor.of(new float[] {1}, 1));
    }
    Signature signature = new Signature("serving_default", "", inputs, Map.of());
    return new CallPlan(
        ModelRef.of("m").withSignature(signature),
        Map.of("serving_default", signature),
        new RequestSet("test", List.of(request), List.of()),
        RequestOptions.DEFAULT,
        Optional.empty());
  }
}
