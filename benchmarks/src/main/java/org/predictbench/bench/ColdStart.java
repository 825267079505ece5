package org.predictbench.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.predictbench.bench.fork.ForkContext;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Variant;

/**
 * A service's first call: opens a client, makes one Predict call, says {@value #ANSWERED}, ends.
 * Arguments: target, servable, then axis=value pairs.
 */
public final class ColdStart {
  /** The line on stdout that stops the clock. */
  public static final String ANSWERED = "ANSWERED";

  private ColdStart() {}

  public static void main(String[] args) {
    ForkContext context = ForkContext.open();
    try {
      Map<String, String> axes = new LinkedHashMap<>();
      for (int i = 2; i < args.length; i++) {
        String[] axis = args[i].split("=", 2);
        axes.put(axis[0], axis[1]);
      }
      Variant variant = Variant.parse(axes);
      RequestOptions options = context.firstCall().options();
      Inputs inputs = context.requests(variant, 1).get(0);
      try (PredictClient client =
          PredictClients.create(
              variant, Target.parse(args[0]), context.model(variant, args[1], "", List.of()))) {
        Outputs answer = client.predict(inputs, options);
        System.out.println(ANSWERED);
        System.out.flush();
        context.answered(inputs, answer);
      }
    } catch (RuntimeException e) {
      throw context.failed(e);
    }
    context.close();
  }
}
