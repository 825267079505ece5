package org.predictbench.modelserver.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.proto.RunOptions;

/** Runs {@code Session.run} once per call, on the caller's thread. */
final class SessionRunner implements TensorRunner {
  private final Graph graph;
  private final Session session;

  /** Takes both, and closes them with itself. */
  SessionRunner(Graph graph, Session session) {
    this.graph = graph;
    this.session = session;
  }

  @Override
  public Outputs run(Map<String, Tensor> feeds, List<String> fetches, long timeoutMillis) {
    // Two aliases may name one tensor.
    List<String> distinct = fetches.size() == 1 ? fetches : fetches.stream().distinct().toList();
    Optional<RunOptions> options =
        timeoutMillis == NO_TIMEOUT
            ? Optional.empty()
            : Optional.of(RunOptions.newBuilder().setTimeoutInMs(timeoutMillis).build());
    Outputs outputs =
        new OwnedOutputs(NativeRun.run(graph, session, feeds, distinct, List.of(), options));
    return distinct.size() == fetches.size()
        ? outputs
        : new SharedOutputs(outputs, fetches.stream().map(distinct::indexOf).toList());
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }

  private record OwnedOutputs(List<Tensor> tensors) implements Outputs {
    @Override
    public Tensor get(int i) {
      return tensors.get(i);
    }

    @Override
    public void close() {
      tensors.forEach(Tensor::close);
    }
  }

  /**
   * The outputs of a run in which several fetches name one tensor.
   *
   * @param indices where among the outputs each fetch is
   */
  private record SharedOutputs(Outputs outputs, List<Integer> indices) implements Outputs {
    @Override
    public Tensor get(int i) {
      return outputs.get(indices.get(i));
    }

    @Override
    public void close() {
      outputs.close();
    }
  }
}
