package org.predictbench.modelserver;

import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Session;

/** A loaded version of a model. Safe for concurrent runs; close it when none is under way. */
record Servable(
    String name,
    long version,
    Map<String, ServableSignature> signatures,
    Graph graph,
    Session session)
    implements AutoCloseable {
  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
