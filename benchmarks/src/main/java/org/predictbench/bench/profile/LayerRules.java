package org.predictbench.bench.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * To which layer a sample belongs, by rules that are data: {@code layers.txt} says how they are
 * read. Immutable.
 */
final class LayerRules {
  /** The layer of samples that no rule is for. */
  static final String UNATTRIBUTED = "unattributed";

  private static final String SHIPPED = "layers.txt";

  /** What a rule is matched against; in this order. */
  private enum Where {
    THREAD,
    KERNEL,
    ANY,
    FRAME,
    LAST
  }

  private record Rule(Where where, String layer, Predicate<String> matches) {}

  private final List<Rule> rules;

  private LayerRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  static LayerRules shipped() {
    try (InputStream in = LayerRules.class.getResourceAsStream(SHIPPED)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static LayerRules parse(String text) {
    List<Rule> rules = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] parts = line.split("\\|", 3);
      if (parts.length < 3) {
        throw new IllegalArgumentException("expected 'where | layer | pattern', found: " + line);
      }
      rules.add(
          new Rule(
              Where.valueOf(parts[0].strip().toUpperCase(Locale.ROOT)),
              parts[1].strip(),
              Pattern.compile(parts[2].strip()).asPredicate()));
    }
    return new LayerRules(rules);
  }

  /** All layers, in the order in which the rules first name them. */
  List<String> layers() {
    return Stream.concat(rules.stream().map(Rule::layer), Stream.of(UNATTRIBUTED))
        .distinct()
        .toList();
  }

  /**
   * The layer of a stack.
   *
   * @param stack frames from the root to the leaf, joined by semicolons
   */
  String layer(String stack) {
    List<String> frames = Arrays.asList(stack.split(";", -1));
    for (Rule rule : of(Where.THREAD)) {
      if (rule.matches().test(frames.get(0))) {
        return rule.layer();
      }
    }
    List<String> kernel = frames.stream().filter(LayerRules::isKernel).toList();
    for (Rule rule : of(Where.KERNEL)) {
      if (kernel.stream().anyMatch(rule.matches())) {
        return rule.layer();
      }
    }
    for (Rule rule : of(Where.ANY)) {
      if (rule.matches().test(stack)) {
        return rule.layer();
      }
    }
    for (int i = frames.size() - 1; i > 0; i--) {
      for (Rule rule : of(Where.FRAME)) {
        if (rule.matches().test(frames.get(i))) {
          return rule.layer();
        }
      }
    }
    return of(Where.LAST).stream()
        .filter(rule -> frames.stream().anyMatch(rule.matches()))
        .map(Rule::layer)
        .findFirst()
        .orElse(UNATTRIBUTED);
  }

  static boolean isKernel(String frame) {
    return frame.endsWith("_[k]");
  }

  private List<Rule> of(Where where) {
    return rules.stream().filter(rule -> rule.where() == where).toList();
  }
}
