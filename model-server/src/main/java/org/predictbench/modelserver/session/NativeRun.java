package org.predictbench.modelserver.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
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
 * Runs a session through the C API, for tensors of types that TensorFlow Java has no classes for.
 * It throws what TensorFlow Java would.
 */
final class NativeRun {
  private NativeRun() {}

  /** Returns one tensor a fetch, which become the caller's. */
  @SuppressWarnings("try") // the scope frees what is made while it is open
  static List<Tensor> run(
      Graph graph,
      Session session,
      Map<String, Tensor> feeds,
      List<String> fetches,
      RunOptions options) {
    try (PointerScope scope = new PointerScope()) {
      PointerPointer<TF_Tensor> values = new PointerPointer<>(feeds.size());
      int index = 0;
      for (Tensor tensor : feeds.values()) {
        values.put(index++, RuntimeHandles.of(tensor));
      }
      PointerPointer<TF_Tensor> fetched = new PointerPointer<>(fetches.size());
      TF_Status status = TF_Status.newStatus();
      tensorflow.TF_SessionRun(
          RuntimeHandles.of(session),
          TF_Buffer.newBufferFromString(options),
          outputs(graph, feeds.keySet()),
          values,
          feeds.size(),
          outputs(graph, fetches),
          fetched,
          fetches.size(),
          new PointerPointer<TF_Operation>(1L),
          0,
          null,
          status);
      status.throwExceptionIfNotOK();
      List<Tensor> tensors = new ArrayList<>();
      for (int i = 0; i < fetches.size(); i++) {
        tensors.add(RuntimeHandles.wrap(fetched.get(TF_Tensor.class, i)));
      }
      return tensors;
    }
  }

  private static TF_Output outputs(Graph graph, Collection<String> names) {
    TF_Output outputs = new TF_Output(names.size());
    int index = 0;
    for (String name : names) {
      Output<?> output = graph.outputOrThrow(name);
      GraphOperation operation = (GraphOperation) output.op();
      outputs.position(index++).oper(operation.getUnsafeNativeHandle()).index(output.index());
    }
    return outputs.position(0);
  }
}
