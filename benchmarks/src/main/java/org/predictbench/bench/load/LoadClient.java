package org.predictbench.bench.load;

import java.time.Duration;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.own.OwnClient;
import org.predictbench.bench.result.Cell;
import org.predictbench.client.ModelRef;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Transport;
import org.predictbench.client.axis.Variant;

/**
 * The client that a cell names: a variant of ours, or a user's own.
 *
 * @param transport of ours that goes where the client goes
 */
record LoadClient(Transport transport, Opening opening) {

  /** Opens it. */
  private interface Opening {
    PredictClient open(Target target, ModelRef model, Duration deadline);
  }

  static LoadClient of(Cell cell, ClassPath path) {
    if (cell.client().containsKey(OwnClient.CLASS)) {
      OwnClient own = OwnClient.of(cell.client(), path);
      return new LoadClient(own.transport(), (target, model, deadline) -> own.open(target, model));
    }
    Variant variant = Variant.parse(cell.client());
    return new LoadClient(
        variant.transport(),
        (target, model, deadline) -> PredictClients.create(variant, target, model, deadline));
  }

  PredictClient open(Target target, ModelRef model, Duration deadline) {
    return opening.open(target, model, deadline);
  }
}
