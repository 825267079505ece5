package org.predictbench.modelserver.servable;

import io.grpc.Status;
import java.util.Map;
import org.predictbench.modelserver.session.TensorRunner;
import org.predictbench.modelserver.status.ServingException;

/**
 * A loaded version of a model. Safe for concurrent runs; it may be closed only when none is under
 * way.
 */
public record Servable(
    String name, long version, Map<String, ServableSignature> signatures, TensorRunner runner)
    implements AutoCloseable {
  /** Returns the signature of that key; an empty key means the default one. */
  public ServableSignature signature(String requested) {
    String key = requested.isEmpty() ? ServableSignature.DEFAULT_KEY : requested;
    ServableSignature signature = signatures.get(key);
    if (signature == null) {
      throw new ServingException(
          Status.Code.FAILED_PRECONDITION, "Serving signature key \"" + key + "\" not found.");
    }
    return signature;
  }

  @Override
  public void close() {
    runner.close();
  }
}
