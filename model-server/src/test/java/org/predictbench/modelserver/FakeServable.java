package org.predictbench.modelserver;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.session.TensorRunner;
import org.tensorflow.Tensor;

/** The runner of a servable without a graph; it only knows whether it was closed. */
public final class FakeServable implements TensorRunner {
  private final AtomicBoolean closed = new AtomicBoolean();

  /** A servable without signatures on a runner of its own. */
  public static Servable of(String name, long version) {
    return new Servable(name, version, Map.of(), new FakeServable());
  }

  public static boolean isClosed(Servable servable) {
    return ((FakeServable) servable.runner()).closed.get();
  }

  @Override
  public Outputs run(Map<String, Tensor> feeds, List<String> fetches, long timeoutMillis) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      throw new IllegalStateException("closed twice");
    }
  }
}
