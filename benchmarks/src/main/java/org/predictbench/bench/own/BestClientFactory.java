package org.predictbench.bench.own;

import java.util.Map;
import org.predictbench.client.ModelRef;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClientFactory;
import org.predictbench.client.PredictClients;
import org.predictbench.client.Target;

/**
 * Our own best client as a user's would be brought: what shows that a client is measured alike on
 * both ways, and the example where nobody names another.
 */
public final class BestClientFactory implements PredictClientFactory {
  @Override
  public String name() {
    return "best";
  }

  @Override
  public PredictClient open(Target target, ModelRef model, Map<String, String> options) {
    return PredictClients.best(target, model);
  }
}
