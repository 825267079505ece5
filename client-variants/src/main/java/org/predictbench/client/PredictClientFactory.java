package org.predictbench.client;

import java.util.Map;
import org.predictbench.client.axis.TargetKind;

/**
 * Opens clients of somebody else's make, so that PredictBench measures them beside its own. Name
 * the class in {@code META-INF/services/org.predictbench.client.PredictClientFactory}, or in a
 * suite; it needs a public constructor without parameters.
 *
 * <pre>{@code
 * public final class OurClientFactory implements PredictClientFactory {
 *   public PredictClient open(Target target, ModelRef model, Map<String, String> options) {
 *     return new OurClient(target.toString(), model.name());
 *   }
 * }
 * }</pre>
 */
public interface PredictClientFactory {

  /** The client's name in tables; by default the class's own. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** The address that its clients want: {@link TargetKind#TCP}, or {@link TargetKind#UNIX}. */
  default TargetKind target(Map<String, String> options) {
    return TargetKind.TCP;
  }

  /**
   * Opens a client, which several threads call at once.
   *
   * @param target of the kind that {@link #target(Map)} says
   * @param model what is called; its signature's types are known
   * @param options as a suite has them; empty if it has none
   * @throws IllegalArgumentException if an option is unknown or has another value than it may, with
   *     one line that says what would be right
   */
  PredictClient open(Target target, ModelRef model, Map<String, String> options);
}
