package org.predictbench.modelserver.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.predictbench.modelserver.status.ServingException;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.RunOptions;

/**
 * Runs a session through the C API, for the runtime's own status codes and for tensors of types
 * that TensorFlow Java has no classes for. Otherwise it does what TensorFlow Java does.
 */
final class NativeRun {
  private NativeRun() {}

  /**
   * Runs the session once.
   *
   * @param feeds graph tensor name to value; they stay the caller's
   * @param fetches graph tensor names
   * @param targets operations to run without fetching anything of them
   * @param options empty for the runtime's defaults
   * @return one tensor a fetch, which become the caller's
   * @throws ServingException if the run fails, or the graph has no such tensor or operation; with
   *     the runtime's code
   */
  @SuppressWarnings("try") // the scope frees what is made while it is open
  static List<Tensor> run(
      Graph graph,
      Session session,
      Map<String, Tensor> feeds,
      List<String> fetches,
      List<String> targets,
      Optional<RunOptions> options) {
    try (PointerScope scope = new PointerScope()) {
      PointerPointer<TF_Tensor> values = new PointerPointer<>(feeds.size());
      int index = 0;
      for (Tensor tensor : feeds.values()) {
        values.put(index++, RuntimeHandles.of(tensor));
      }
      PointerPointer<TF_Tensor> fetched = new PointerPointer<>(fetches.size());
      TF_Buffer runOptions = options.map(TF_Buffer::newBufferFromString).orElse(null);
      TF_Status status = TF_Status.newStatus();
      tensorflow.TF_SessionRun(
          RuntimeHandles.of(session),
          runOptions,
          outputs(graph, feeds.keySet()),
          values,
          feeds.size(),
          outputs(graph, fetches),
          fetched,
          fetches.size(),
          operations(graph, targets),
          targets.size(),
          null,
          status);
      RuntimeStatus.check(status);
      return wrap(fetched, fetches.size());
    }
  }

  /** Takes the fetched tensors over, all or none. */
  private static List<Tensor> wrap(PointerPointer<TF_Tensor> fetched, int count) {
    List<Tensor> tensors = new ArrayList<>(count);
    try {
      for (int i = 0; i < count; i++) {
        tensors.add(RuntimeHandles.wrap(fetched.get(TF_Tensor.class, i)));
      }
      return tensors;
    } catch (RuntimeException e) {
      tensors.forEach(Tensor::close);
      throw e;
    }
  }

  private static TF_Output outputs(Graph graph, Collection<String> names) {
    TF_Output outputs = new TF_Output(names.size());
    int index = 0;
    for (String name : names) {
      TensorName tensor = TensorName.of(name);
      GraphOperation operation = graph.operation(tensor.operation());
      if (operation == null || tensor.index() >= operation.numOutputs()) {
        throw ServingException.invalid(
            "Tensor %s, specified in either feed_devices or fetch_devices was not found in the Graph"
                .formatted(name));
      }
      outputs.position(index++).oper(operation.getUnsafeNativeHandle()).index(tensor.index());
    }
    return outputs.position(0);
  }

  private static PointerPointer<TF_Operation> operations(Graph graph, List<String> names) {
    PointerPointer<TF_Operation> operations = new PointerPointer<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      GraphOperation operation = graph.operation(names.get(i));
      if (operation == null) {
        throw ServingException.notFound(
            "PruneForTargets: Some target nodes not found: " + names.get(i) + " ");
      }
      operations.put(i, operation.getUnsafeNativeHandle());
    }
    return operations;
  }
}
