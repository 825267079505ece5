package org.predictbench.modelserver.predict;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.predictbench.modelserver.servable.ServableSignature;
import org.tensorflow.Tensor;

/** A signature that takes serialized Examples, and what is to be fetched of it. */
sealed interface ExampleTask permits Classifications, Regressions {
  /** The alias of the one input. */
  String INPUTS = "inputs";

  ServableSignature signature();

  /** The graph tensors of the outputs. */
  List<String> fetches();

  /** The graph tensor that is fed. */
  default String feed() {
    return signature().inputs().get(INPUTS).getName();
  }

  /** One example tensor under every name. */
  static Map<String, Tensor> feeds(List<? extends ExampleTask> tasks, Tensor examples) {
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    tasks.forEach(task -> feeds.put(task.feed(), examples));
    return feeds;
  }
}
