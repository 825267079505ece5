package org.predictbench.modelserver.session;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.predictbench.modelserver.tensor.NativeTensor;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.RunOptions;

/** Runs {@code Session.run} once per call, on the caller's thread. */
public final class SessionRunner implements TensorRunner {
  private final Graph graph;
  private final Session session;

  /** Whether a fetch is of a type that TensorFlow Java cannot hold; by its name. */
  private final Map<String, Boolean> nativeFetches = new ConcurrentHashMap<>();

  /** Takes both, and closes them with itself. */
  public SessionRunner(Graph graph, Session session) {
    this.graph = graph;
    this.session = session;
  }

  @Override
  public Outputs run(Map<String, Tensor> feeds, List<String> fetches, long timeoutMillis) {
    // TensorFlow Java refuses a tensor that is fetched twice, which two aliases may ask for.
    List<String> distinct = fetches.size() == 1 ? fetches : fetches.stream().distinct().toList();
    RunOptions options =
        timeoutMillis == NO_TIMEOUT
            ? RunOptions.getDefaultInstance()
            : RunOptions.newBuilder().setTimeoutInMs(timeoutMillis).build();
    Outputs outputs =
        isNative(feeds, distinct)
            ? new NativeOutputs(NativeRun.run(graph, session, feeds, distinct, options))
            : new SessionOutputs(run(feeds, distinct, options));
    return distinct.size() == fetches.size()
        ? outputs
        : new SharedOutputs(outputs, fetches.stream().map(distinct::indexOf).toList());
  }

  private Result run(Map<String, Tensor> feeds, List<String> fetches, RunOptions options) {
    Session.Runner runner = session.runner();
    feeds.forEach(runner::feed);
    fetches.forEach(runner::fetch);
    if (options.getTimeoutInMs() != NO_TIMEOUT) {
      runner.setOptions(options);
    }
    return runner.run();
  }

  private boolean isNative(Map<String, Tensor> feeds, List<String> fetches) {
    for (Tensor tensor : feeds.values()) {
      if (tensor instanceof NativeTensor) {
        return true;
      }
    }
    for (String fetch : fetches) {
      if (nativeFetches.computeIfAbsent(fetch, this::isNative)) {
        return true;
      }
    }
    return false;
  }

  private boolean isNative(String fetch) {
    Output<?> output = graph.output(fetch);
    if (output == null) {
      return false;
    }
    int type = output.dataType().getNumber();
    int offset = DataType.DT_FLOAT_REF_VALUE - DataType.DT_FLOAT_VALUE;
    // A reference is fetched as the value that it refers to.
    return NativeTensor.holds(DataType.forNumber(type > offset ? type - offset : type));
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

  private record NativeOutputs(List<Tensor> tensors) implements Outputs {
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
