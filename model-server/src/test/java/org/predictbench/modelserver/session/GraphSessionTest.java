package org.predictbench.modelserver.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.predictbench.modelserver.status.ServingException;
import org.tensorflow.Graph;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;

/** The codes with which the runtime refuses a run. */
class GraphSessionTest {
  @Test
  void aFileThatIsNotThereIsNotFound() {
    GraphDef reader;
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var name = tf.withName("name").placeholder(TString.class);
      tf.withName("content").io.readFile(name);
      reader = graph.toGraphDef();
    }
    try (TString name = TString.scalarOf("/no/such/file")) {
      refused(
          reader, Map.of("name:0", name), "content:0", Status.Code.NOT_FOUND, "/no/such/file; No");
    }
  }

  @Test
  void whatTheGraphRefusesIsInvalid() {
    GraphDef adder;
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var x = tf.withName("x").placeholder(TInt32.class);
      tf.withName("y").math.add(x, tf.constant(new int[] {1, 2}));
      adder = graph.toGraphDef();
    }
    try (TInt32 three = TInt32.tensorOf(Shape.of(3))) {
      refused(
          adder, Map.of("x:0", three), "y:0", Status.Code.INVALID_ARGUMENT, "Incompatible shapes");
      refused(
          adder,
          Map.of("x:0", three),
          "no:0",
          Status.Code.INVALID_ARGUMENT,
          "was not found in the Graph");
    }
  }

  private static void refused(
      GraphDef graph, Map<String, Tensor> feeds, String fetch, Status.Code code, String message) {
    try (GraphSession session = GraphSession.open(graph, new Parallelism(1, 1).toConfig());
        TensorRunner runner = session.runner()) {
      assertThatThrownBy(() -> runner.run(feeds, List.of(fetch), TensorRunner.NO_TIMEOUT).close())
          .hasMessageContaining(message)
          .satisfies(
              failure ->
                  assertThat(
                          failure instanceof ServingException refusal
                              ? refusal.status().getCode()
                              : Status.Code.INVALID_ARGUMENT)
                      .isEqualTo(code));
    }
  }
}
