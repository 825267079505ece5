package org.predictbench.modelserver.predict;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.predictbench.modelserver.servable.ServableSignature;
import org.tensorflow.Tensor;

/** A signature that takes serialized Examples, and the outputs to fetch from it. */
sealed interface ExampleTask permits Classifications, Regressions {
  /** The alias of the one input. */
  String INPUTS = "inputs";

  ServableSignature signature();

  /** Returns the graph tensors of the outputs. */
  List<String> fetches();

  /** Returns the graph tensor that is fed. */
  default String feed() {
    return signature().inputs().get(INPUTS).getName();
  }

  /** Feeds the one example tensor under every input's name. */
  static Map<String, Tensor> feeds(List<? extends ExampleTask> tasks, Tensor examples) {
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    tasks.forEach(task -> feeds.put(task.feed(), examples));
    return feeds;
  }
}
