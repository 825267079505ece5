package org.predictbench.bench.profile;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One process's samples, a call, added up by layer and by frame; nanoseconds or bytes.
 *
 * @param layers in the order of the rules, those without samples left out
 * @param self by frame, as the leaf
 * @param total by frame, anywhere in the stack
 */
record Weights(
    double whole, Map<String, Double> layers, Map<String, Double> self, Map<String, Double> total) {
  /** Of a process that was not there. */
  static final Weights NONE = new Weights(0, Map.of(), Map.of(), Map.of());

  static Weights of(Stacks stacks, LayerRules rules, long calls) {
    Map<String, Double> layers = new LinkedHashMap<>();
    rules.layers().forEach(layer -> layers.put(layer, 0.0));
    Map<String, Double> self = new TreeMap<>();
    Map<String, Double> total = new TreeMap<>();
    stacks
        .weights()
        .forEach(
            (stack, weight) -> {
              double share = (double) weight / calls;
              layers.merge(rules.layer(stack), share, Double::sum);
              List<String> frames = frames(stack);
              if (!frames.isEmpty()) {
                self.merge(frames.get(frames.size() - 1), share, Double::sum);
              }
              // A frame that calls itself is counted once.
              new LinkedHashSet<>(frames).forEach(frame -> total.merge(frame, share, Double::sum));
            });
    layers.values().removeIf(weight -> weight == 0);
    return new Weights((double) stacks.total() / calls, layers, self, total);
  }

  /** The frames without the thread, and without the mark that tells how each was compiled. */
  private static List<String> frames(String stack) {
    return Arrays.stream(stack.split(";", -1))
        .skip(stack.startsWith("[") ? 1 : 0)
        .map(frame -> frame.replaceFirst("_\\[[0-9ij]]$", ""))
        .toList();
  }

  double layer(String name) {
    return layers.getOrDefault(name, 0.0);
  }
}
