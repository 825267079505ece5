package org.predictbench.bench.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.predictbench.bench.files.InputException;

/**
 * Keys of a suite that have another name now. Suites of users are read with either for one version;
 * those inside published runs, for ever.
 */
final class FormerKeys {
  private static final Map<String, String> NEW_NAMES = newNames();

  private FormerKeys() {}

  private static Map<String, String> newNames() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("rehearsal", "stub_warmup");
    names.put("turn", "slice");
    names.put("baseline_turns", "baseline_slices");
    return names;
  }

  /**
   * Gives each former key its new name, in place.
   *
   * @throws InputException if a key is there under both names
   */
  static JsonNode rename(String source, JsonNode tree) {
    if (tree instanceof ObjectNode suite) {
      NEW_NAMES.forEach(
          (former, name) -> {
            JsonNode value = suite.remove(former);
            if (value != null && suite.putIfAbsent(name, value) != null) {
              throw new InputException(
                  "%s: %s: is the former name of %s, which is there too"
                      .formatted(source, former, name));
            }
          });
    }
    return tree;
  }

  /** What to change in a suite, a line each. */
  static List<String> notes(String source, JsonNode tree) {
    return NEW_NAMES.entrySet().stream()
        .filter(names -> tree != null && tree.has(names.getKey()))
        .map(
            names ->
                "note: %s: write '%s' in place of '%s', which the next version will reject"
                    .formatted(source, names.getValue(), names.getKey()))
        .toList();
  }
}
