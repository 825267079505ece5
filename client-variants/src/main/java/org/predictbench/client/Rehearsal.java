package org.predictbench.client;

import org.predictbench.client.axis.Variant;

/**
 * A service's first calls, as a program of its own: a JVM that runs it has loaded what a client
 * needs, and can leave that to JVMs that start later, as a class archive or an ahead-of-time cache.
 *
 * <p>Arguments: target, model, the name of a preset of {@link Variant}, how many calls. It says
 * {@value #ANSWERED} once the first is answered. The model gets a few floats as {@code input}.
 */
public final class Rehearsal {
  /** The line on stdout that follows the first answer. */
  public static final String ANSWERED = "ANSWERED";

  private static final int VALUES = 1024;

  private Rehearsal() {}

  public static void main(String[] args) {
    Target target = Target.parse(args[0]);
    Variant variant =
        Variant.preset(args[2], target.kind())
            .orElseThrow(() -> new IllegalArgumentException("no preset '" + args[2] + "'"));
    Inputs inputs = Inputs.of("input", Tensor.of(new float[VALUES], 1, VALUES));
    try (PredictClient client = PredictClients.create(variant, target, ModelRef.of(args[1]))) {
      read(client.predict(inputs));
      System.out.println(ANSWERED);
      System.out.flush();
      for (int i = Integer.parseInt(args[3]) - 1; i > 0; i--) {
        read(i % 2 == 0 ? client.predict(inputs) : client.predictAsync(inputs).join());
      }
    }
  }

  private static void read(Outputs answer) {
    answer.aliases().forEach(alias -> answer.tensor(alias).elements());
  }
}
