package org.predictbench.modelserver.session;

import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.proto.RunOptions;

/** Runs {@code Session.run} once per call, on the caller's thread. */
public record SessionRunner(Graph graph, Session session) implements TensorRunner {
  @Override
  public Outputs run(Map<String, Tensor> feeds, List<String> fetches, long timeoutMillis) {
    Session.Runner runner = session.runner();
    feeds.forEach(runner::feed);
    // TensorFlow Java refuses a tensor that is fetched twice, which two aliases may ask for.
    List<String> distinct = fetches.size() == 1 ? fetches : fetches.stream().distinct().toList();
    distinct.forEach(runner::fetch);
    if (timeoutMillis != NO_TIMEOUT) {
      runner.setOptions(RunOptions.newBuilder().setTimeoutInMs(timeoutMillis).build());
    }
    Result result = runner.run();
    return distinct.size() == fetches.size()
        ? new SessionOutputs(result)
        : new SharedOutputs(result, fetches.stream().map(distinct::indexOf).toList());
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }

  private record SessionOutputs(Result result) implements Outputs {
    @Override
    public Tensor get(int i) {
      return result.get(i);
    }

    @Override
    public void close() {
      result.close();
    }
  }

  /**
   * The outputs of a run in which several fetches name one tensor.
   *
   * @param indices where in the result each fetch is
   */
  private record SharedOutputs(Result result, List<Integer> indices) implements Outputs {
    @Override
    public Tensor get(int i) {
      return result.get(indices.get(i));
    }

    @Override
    public void close() {
      result.close();
    }
  }
}
